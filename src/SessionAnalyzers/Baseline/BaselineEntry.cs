namespace SessionAnalyzers.Baseline;

/// <summary>
/// A finding as a baseline writes it down: rule, file and the text of the line. There is no line number, so that a finding
/// stays known when lines are added above it, and no message, so that a new wording of a rule changes nothing.
/// </summary>
internal static class BaselineEntry
{
    /// <summary>The entry of a finding; the path is written relative to the project's directory, with slashes.</summary>
    public static string Format(string rule, string projectDirectory, string path, string sourceLine)
        => string.Join("\t", rule, RelativePath(projectDirectory, path), WithSingleSpaces(sourceLine));

    private static string RelativePath(string projectDirectory, string path)
    {
        // Path.GetRelativePath is not in netstandard2.0.
        var directory = new Uri(projectDirectory.TrimEnd('/', '\\') + "/");
        return Uri.UnescapeDataString(directory.MakeRelativeUri(new Uri(directory, new Uri(path, UriKind.RelativeOrAbsolute))).ToString());
    }

    private static string WithSingleSpaces(string text) => string.Join(" ", text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
