using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Moves code between levels of indentation. The formatter leaves the block of a lambda among arguments where it is, so
/// text that goes into one is laid out here.
/// </summary>
internal static class Indentation
{
    /// <summary>The white space before a node on its line.</summary>
    public static string Of(SyntaxNode node)
    {
        SourceText text = node.SyntaxTree.GetText();
        string line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>One level deeper, in the file's manner.</summary>
    public static string Deeper(string indentation) => indentation + (indentation.Contains('\t') ? "\t" : "    ");

    /// <summary>The text of a node with its comments, moved from one indentation to another; what is inside of literals stays.</summary>
    public static string Move(SyntaxNode node, string from, string to)
    {
        string text = node.ToFullString();
        int offset = node.FullSpan.Start;
        var inLiteral = new HashSet<int>();
        foreach (SyntaxToken token in node.DescendantTokens())
        {
            string literal = token.Text;
            for (int i = literal.IndexOf('\n'); i >= 0; i = literal.IndexOf('\n', i + 1))
            {
                inLiteral.Add(token.SpanStart - offset + i + 1);
            }
        }

        var moved = new StringBuilder();
        for (int start = 0; start < text.Length;)
        {
            int end = text.IndexOf('\n', start) is >= 0 and var lineFeed ? lineFeed + 1 : text.Length;
            string line = text.Substring(start, end - start);
            if (!inLiteral.Contains(start) && line.StartsWith(from, StringComparison.Ordinal) && line.Trim().Length > 0)
            {
                moved.Append(to).Append(line, from.Length, line.Length - from.Length);
            }
            else
            {
                moved.Append(line);
            }

            start = end;
        }

        return moved.ToString().TrimEnd();
    }
}
