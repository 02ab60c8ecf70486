namespace SessionAnalyzers.Tests.Verification;

/// <summary>The line ends of a document.</summary>
internal enum LineEnds
{
    LF,
    CRLF,
}

internal static class LineEndsExtensions
{
    /// <summary>The text with every line end replaced.</summary>
    public static string ApplyTo(this LineEnds lineEnds, string text)
    {
        text = text.Replace("\r\n", "\n");
        return lineEnds == LineEnds.CRLF ? text.Replace("\n", "\r\n") : text;
    }
}
