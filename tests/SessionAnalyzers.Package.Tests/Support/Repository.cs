namespace SessionAnalyzers.Package.Tests.Support;

internal static class Repository
{
    public static string Root { get; } = Find();

    // Not by [CallerFilePath]: a build in CI maps it to no real folder.
    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "SessionAnalyzers.sln")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"SessionAnalyzers.sln is above no parent of {AppContext.BaseDirectory}.");
    }
}
