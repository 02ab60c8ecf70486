using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>One <c>dotnet pack</c> at the root makes everything that ships.</summary>
public class PackTests(PackageFeed feed)
{
    public static TheoryData<string> Packages => ["SessionAnalyzers", .. PackageFeed.RuntimePackages];

    [Fact]
    public void The_folder_holds_the_packages_with_their_symbols_and_nothing_else()
    {
        string[] expected =
        [
            feed.PathOf("SessionAnalyzers"),
            .. PackageFeed.RuntimePackages.Select(package => feed.PathOf(package)),
            .. PackageFeed.RuntimePackages.Select(package => feed.PathOf(package, "snupkg")),
        ];

        Assert.Equal(expected.Order(StringComparer.Ordinal), Directory.EnumerateFileSystemEntries(feed.Directory).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Projects_that_do_not_ship_are_passed_over_in_silence() => Assert.DoesNotContain("warning", feed.PackOutput, StringComparison.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_manifest_has_what_a_gallery_shows(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));

        Assert.Equal(package, archive.Metadata("id"));
        Assert.Equal(feed.Version, archive.Metadata("version"));
        Assert.Equal("MIT", archive.Metadata("license"));
        Assert.Equal("icon.png", archive.Metadata("icon"));
        Assert.Equal("README.md", archive.Metadata("readme"));
        Assert.StartsWith("https://github.com/", archive.Metadata("projectUrl"), StringComparison.Ordinal);
        Assert.EndsWith("/CHANGELOG.md", archive.Metadata("releaseNotes"), StringComparison.Ordinal);
        Assert.Contains("session", archive.Metadata("tags").Split(' '));
        Assert.NotEqual("Package Description", archive.Metadata("description"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_manifest_names_the_repository_and_the_commit(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));
        var repository = archive.Manifest.Elements().Single(child => child.Name.LocalName == "repository");

        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.StartsWith("https://github.com/", repository.Attribute("url")!.Value, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_readme_says_how_to_install_the_package_and_links_to_the_web_only(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));

        string readme = archive.Text("README.md");

        Assert.StartsWith($"# {package}\n", readme, StringComparison.Ordinal);
        Assert.Contains($"dotnet add package {package}\n", readme, StringComparison.Ordinal);
        // A gallery shows the file alone: what is beside it in the repository is not there.
        Assert.DoesNotMatch(@"\]\((?!https://)", readme);
    }
}
