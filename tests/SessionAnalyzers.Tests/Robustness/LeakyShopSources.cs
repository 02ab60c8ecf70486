namespace SessionAnalyzers.Tests.Robustness;

/// <summary>The C# sources of <c>samples/LeakyShop</c>, as they are in the repository this test was built from.</summary>
internal static class LeakyShopSources
{
    private static readonly Lazy<IReadOnlyList<(string Path, string Text)>> LazyAll = new(Read);

    public static IReadOnlyList<(string Path, string Text)> All => LazyAll.Value;

    private static List<(string Path, string Text)> Read()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "SessionAnalyzers.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        string shop = Path.Combine(root ?? throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not inside the repository."), "samples", "LeakyShop");
        return
        [
            .. Directory.EnumerateFiles(shop, "*.cs", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(shop, path).Replace('\\', '/'))
                .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(path => (path, File.ReadAllText(Path.Combine(shop, path)))),
        ];
    }
}
