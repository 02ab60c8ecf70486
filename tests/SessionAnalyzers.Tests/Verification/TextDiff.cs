using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>A line by line comparison for failure messages.</summary>
internal static class TextDiff
{
    /// <summary>Both texts as one, with <c>-</c> before what was expected and <c>+</c> before what was found; whitespace that decides is made visible.</summary>
    public static string Of(string expected, string actual)
    {
        bool onlyWhitespace = Visible(expected) != Visible(actual)
            && expected.Where(c => !char.IsWhiteSpace(c)).SequenceEqual(actual.Where(c => !char.IsWhiteSpace(c)));
        if (onlyWhitespace)
        {
            (expected, actual) = (Visible(expected), Visible(actual));
        }

        var result = new StringBuilder(onlyWhitespace ? "Only whitespace differs (· space, → tab, ␍ carriage return).\n" : "");
        foreach (DiffPiece line in new InlineDiffBuilder(new Differ()).BuildDiffModel(Marked(expected), Marked(actual)).Lines)
        {
            char mark = line.Type switch
            {
                ChangeType.Deleted => '-',
                ChangeType.Inserted => '+',
                _ => ' ',
            };
            result.Append(mark).Append(' ').Append(line.Text).Append('\n');
        }

        return result.ToString();
    }

    // The differ treats both line ends alike, so a carriage return is shown as a character of its own.
    private static string Marked(string text) => text.Replace("\r", "␍");

    private static string Visible(string text) => text.Replace(' ', '·').Replace("\t", "→").Replace("\r", "␍");
}
