using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Rewriting;

/// <summary>Breaks the lines of new code as most lines of a file are broken, and leaves those that are there alone.</summary>
internal sealed class LineBreaks
{
    private readonly SourceText _text;

    private LineBreaks(SourceText text, string lineBreak)
    {
        _text = text;
        LineBreak = lineBreak;
    }

    public string LineBreak { get; }

    public static LineBreaks Of(SourceText text)
    {
        ILookup<int, TextLine> lines = text.Lines.ToLookup(static l => l.EndIncludingLineBreak - l.End);
        return new LineBreaks(text, lines[2].Count() > lines[1].Count() ? "\r\n" : "\n");
    }

    /// <summary>The text with changes that know only the line feed, the line break of parsed fragments.</summary>
    public SourceText Apply(IEnumerable<TextChange> changes) =>
        _text.WithChanges(LineBreak == "\n" ? changes : changes.Select(WithCarriageReturns));

    private TextChange WithCarriageReturns(TextChange change)
    {
        TextSpan span = change.Span;
        string added = change.NewText ?? "";

        // Changes are as short as possible, so that one may end between the two characters of a line break.
        if (span.End > 0 && span.End < _text.Length && _text[span.End - 1] == '\r' && _text[span.End] == '\n' && !added.EndsWith("\r", StringComparison.Ordinal))
        {
            span = TextSpan.FromBounds(span.Start, span.End + 1);
            added += "\n";
        }

        bool followsCarriageReturn = span.Start > 0 && _text[span.Start - 1] == '\r';
        var broken = new StringBuilder(added.Length);
        for (int i = 0; i < added.Length; i++)
        {
            bool isBare = added[i] == '\n' && !(i == 0 ? followsCarriageReturn : added[i - 1] == '\r');
            broken.Append(isBare ? "\r\n" : added[i].ToString());
        }

        return new TextChange(span, broken.ToString());
    }
}
