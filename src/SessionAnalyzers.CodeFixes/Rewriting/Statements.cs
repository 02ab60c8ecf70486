using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Lists of statements: of a block or of a switch section.</summary>
internal static class Statements
{
    public static SyntaxList<StatementSyntax>? Of(SyntaxNode? owner) => owner switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        _ => null,
    };

    /// <summary>The statement that contains a node directly in a list of statements.</summary>
    public static StatementSyntax? Containing(SyntaxNode node) => node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(static s => s is not BlockSyntax);

    /// <summary>Whether a blank line comes before a statement and the comments above it.</summary>
    public static bool HasBlankLineAbove(SyntaxNode node) => node.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    public static SyntaxNode WithBlankLineAbove(SyntaxNode node, bool wanted)
    {
        SyntaxTriviaList leading = node.GetLeadingTrivia();
        return (HasBlankLineAbove(node), wanted) switch
        {
            (true, false) => node.WithLeadingTrivia(leading.RemoveAt(0)),
            (false, true) => node.WithLeadingTrivia(leading.Insert(0, SyntaxFactory.LineFeed)),
            _ => node,
        };
    }
}
