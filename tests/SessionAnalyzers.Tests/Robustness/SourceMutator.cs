using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Changes sources as a slip, a merge or an unfinished edit would: the same random numbers make the same changes.</summary>
internal sealed class SourceMutator(Random random)
{
    private const int MostChanges = 3;

    /// <summary>Makes one to three changes.</summary>
    public string Mutate(string text)
    {
        for (int changes = 1 + random.Next(MostChanges); changes > 0; changes--)
        {
            text = random.Next(13) switch
            {
                < 3 => Delete(text),
                < 6 => Duplicate(text),
                < 9 => Swap(text),
                < 12 => Rename(text),
                _ => text[..random.Next(text.Length + 1)],
            };
        }

        return text;
    }

    private string Delete(string text) => AnyNode(NodesOfOneSort(text)) is { } node ? text.Remove(node.SpanStart, node.Span.Length) : text;

    private string Duplicate(string text) => AnyNode(NodesOfOneSort(text)) is { } node ? text.Insert(node.FullSpan.End, node.ToFullString()) : text;

    private string Swap(string text)
    {
        SyntaxNode[] nodes = NodesOfOneSort(text);
        if (AnyNode(nodes) is not { } one || AnyNode([.. nodes.Where(node => !node.FullSpan.IntersectsWith(one.FullSpan))]) is not { } other)
        {
            return text;
        }

        (TextSpan first, TextSpan second) = one.SpanStart < other.SpanStart ? (one.Span, other.Span) : (other.Span, one.Span);
        return text[..first.Start] + text[second.Start..second.End] + text[first.End..second.Start] + text[first.Start..first.End] + text[second.End..];
    }

    /// <summary>Gives one or all uses of a name another name of the source, or one that is nowhere.</summary>
    private string Rename(string text)
    {
        SyntaxToken[] names = [.. Root(text).DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && !token.IsMissing)];
        if (names.Length == 0)
        {
            return text;
        }

        SyntaxToken name = names[random.Next(names.Length)];
        string newName = random.Next(6) switch
        {
            < 2 => "renamed",

            // A value that leads to itself is what following values must end at.
            2 => name.Parent?.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.Text ?? name.Parent?.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.Text ?? "renamed",
            _ => names[random.Next(names.Length)].Text,
        };
        IEnumerable<SyntaxToken> renamed = random.Next(2) == 0 ? [name] : names.Where(token => token.Text == name.Text);
        return SourceText.From(text).WithChanges(renamed.Select(token => new TextChange(token.Span, newName))).ToString();
    }

    /// <summary>Statements, members, expressions or all nodes: small and large changes are equally likely.</summary>
    private SyntaxNode[] NodesOfOneSort(string text)
    {
        SyntaxNode[] nodes = [.. Root(text).DescendantNodes().Where(node => node.Span.Length > 0)];
        SyntaxNode[] sort = random.Next(4) switch
        {
            0 => [.. nodes.OfType<StatementSyntax>()],
            1 => [.. nodes.OfType<MemberDeclarationSyntax>()],
            2 => [.. nodes.OfType<ExpressionSyntax>()],
            _ => nodes,
        };
        return sort.Length > 0 ? sort : nodes;
    }

    private SyntaxNode? AnyNode(SyntaxNode[] nodes) => nodes.Length == 0 ? null : nodes[random.Next(nodes.Length)];

    private static CompilationUnitSyntax Root(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetCompilationUnitRoot();
}
