using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>Why a key cannot move: what stands in the way, and where.</summary>
internal sealed record Blocker(string Reason, Location? Location = null)
{
    public static readonly Blocker OfAnotherSource = new("the finding is of another source");

    public static Blocker At(SyntaxNode node, string reason) => new(reason, node.GetLocation());

    public override string ToString() => Location is null ? Reason : $"{Location.GetLineSpan()}: {Reason}";
}
