using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>The place in an expression where the current value of the key belongs.</summary>
internal static class Hole
{
    private const string Name = "__current";

    public static ExpressionSyntax Expression { get; } = SyntaxFactory.IdentifierName(Name);

    public static bool Is(SyntaxNode node) => node is IdentifierNameSyntax { Identifier.ValueText: Name };

    public static TNode Fill<TNode>(TNode node, string variable) where TNode : SyntaxNode =>
        node.ReplaceNodes(node.DescendantNodesAndSelf().Where(Is), (hole, _) => SyntaxFactory.IdentifierName(variable).WithTriviaFrom(hole));

    /// <summary>Replaces nodes of <paramref name="within"/> by expressions, with parentheses where their places need them.</summary>
    public static TNode Put<TNode>(TNode within, IReadOnlyDictionary<SyntaxNode, ExpressionSyntax> replacements) where TNode : SyntaxNode =>
        within.ReplaceNodes(
            within.DescendantNodesAndSelf().Where(replacements.ContainsKey),
            (original, _) => Awaits.InPlaceOf(replacements[original].WithTriviaFrom(original), original));
}
