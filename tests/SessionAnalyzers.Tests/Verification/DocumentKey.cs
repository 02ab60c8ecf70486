namespace SessionAnalyzers.Tests.Verification;

/// <summary>A document of a test solution, whichever version of its text is meant.</summary>
internal readonly record struct DocumentKey(string Project, string Path)
{
    public override string ToString() => $"{Project}/{Path}";
}
