using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>One analysed body: a method, accessor, initializer or the top-level statements, with its lambdas and local functions.</summary>
internal sealed class SessionBody(
    SyntaxNode syntax,
    BodySummary summary,
    ImmutableArray<SessionAccess> accesses,
    ImmutableArray<ReadModifyWriteRelation> readModifyWrites,
    ImmutableArray<CheckThenActRelation> checkThenActs)
{
    public SyntaxNode Syntax { get; } = syntax;

    public BodySummary Summary { get; } = summary;

    /// <summary>Every access the body makes, directly or through wrappers, in source order.</summary>
    public ImmutableArray<SessionAccess> Accesses { get; } = accesses;

    public ImmutableArray<ReadModifyWriteRelation> ReadModifyWrites { get; } = readModifyWrites;

    public ImmutableArray<CheckThenActRelation> CheckThenActs { get; } = checkThenActs;

    /// <summary>A body that was not understood, or does nothing to the session.</summary>
    public static SessionBody Silent(SyntaxNode syntax) => new(syntax, BodySummary.Bottom, [], [], []);
}
