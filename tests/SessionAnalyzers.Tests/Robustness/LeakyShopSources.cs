using SessionAnalyzers.Tests.Verification;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>The C# sources of <c>samples/LeakyShop</c>, as they are in the repository this test was built from.</summary>
internal static class LeakyShopSources
{
    private static readonly Lazy<IReadOnlyList<(string Path, string Text)>> LazyAll = new(Read);

    public static IReadOnlyList<(string Path, string Text)> All => LazyAll.Value;

    private static List<(string Path, string Text)> Read()
    {
        string shop = Path.Combine(Repository.Root, "samples", "LeakyShop");
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
