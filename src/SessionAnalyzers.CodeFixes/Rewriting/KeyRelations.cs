using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>What the model found about one key: its accesses, and the relations among them that are not atomic.</summary>
internal sealed class KeyRelations
{
    public HashSet<SyntaxNode> Accesses { get; } = [];

    public List<ReadModifyWriteRelation> ReadModifyWrites { get; } = [];

    public List<CheckThenActRelation> CheckThenActs { get; } = [];
}
