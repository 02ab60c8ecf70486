namespace SessionAnalyzers.Tests.Verification;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    private static readonly Lazy<string> LazyRoot = new(FindRoot);

    public static string Root => LazyRoot.Value;

    private static string FindRoot()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "SessionAnalyzers.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        return root ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not inside the repository.");
    }
}
