using System.Text.RegularExpressions;
using System.Xml.Linq;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>What a release is called in all the files that say so.</summary>
public class ReleaseTests
{
    private static readonly string Version =
        Assert.Single(XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("VersionPrefix")).Value;

    [Fact]
    public void The_version_is_said_in_one_place()
    {
        string[] elsewhere =
        [
            .. ProjectFiles()
                .Where(file => Path.GetRelativePath(Repository.Root, file) != "Directory.Build.props")
                .Where(file => XDocument.Load(file).Descendants().Any(element => element.Name.LocalName is "Version" or "VersionPrefix" or "PackageVersion" && element.Parent!.Name.LocalName == "PropertyGroup")),
        ];

        Assert.Empty(elsewhere);
    }

    [Fact]
    public void The_changelog_begins_with_what_is_not_released_and_goes_on_with_this_release()
    {
        string[] headings = [.. Regex.Matches(Read("CHANGELOG.md"), @"^## \[(?<name>[^\]]+)\](?<day>.*)$", RegexOptions.Multiline).Select(heading => heading.Groups["name"].Value + heading.Groups["day"].Value)];

        Assert.Equal("Unreleased", headings[0]);
        Assert.Matches($@"^{Regex.Escape(Version)} - \d{{4}}-\d\d-\d\d$", headings[1]);
    }

    [Fact]
    public void The_analyzers_last_release_is_this_one()
    {
        Match[] releases = [.. Regex.Matches(Read("src/SessionAnalyzers/AnalyzerReleases.Shipped.md"), @"^## Release (?<number>\S+)$", RegexOptions.Multiline).Cast<Match>()];

        Assert.Equal(Version, releases[^1].Groups["number"].Value);
    }

    [Fact]
    public void The_latest_presets_are_those_of_this_release()
    {
        string latest = XDocument.Parse(Read("src/SessionAnalyzers.Package/buildTransitive/SessionAnalyzers.targets")).Descendants("_SessionAnalyzersLatest").Single().Value;

        Assert.StartsWith(latest + ".", Version, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, "src/SessionAnalyzers.Package/buildTransitive/presets", latest)));
    }

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

    private static IEnumerable<string> ProjectFiles() =>
        new[] { "*.csproj", "*.props", "*.targets" }
            .SelectMany(pattern => Directory.EnumerateFiles(Repository.Root, pattern, SearchOption.TopDirectoryOnly)
                .Concat(new[] { "src", "tests", "samples" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories))))
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
}
