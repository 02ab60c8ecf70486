using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>One place in the source that names the key and reads, writes or removes its value.</summary>
internal sealed record KeySite(
    SessionAccess Access,
    Document Document,
    SemanticModel SemanticModel,
    InvocationExpressionSyntax Call,
    ExpressionSyntax Session,
    ExpressionSyntax Key)
{
    public SessionAccessKind Kind => Access.Kind;

    /// <summary>What is written.</summary>
    public ExpressionSyntax? Value { get; init; }

    /// <summary>How the value is stored; null for a removal.</summary>
    public Serialization? Serialization { get; init; }

    /// <summary>The type that is read or written, without its nullability; null for a removal.</summary>
    public ITypeSymbol? Type { get; init; }

    /// <summary>Whether a read promises a value that is never null although the key may be absent.</summary>
    public bool HidesNull { get; init; }
}
