using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

public class PackageContentsTests(PackageFeed feed)
{
    [Fact]
    public void The_package_holds_the_analyzers_the_presets_and_nothing_a_project_would_reference()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PathOf("SessionAnalyzers"));

        string[] files = [.. package.Entries.Select(entry => entry.FullName).Where(name => !IsContainerFormat(name)).Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "README.md",
                "SessionAnalyzers.nuspec",
                "analyzers/dotnet/cs/SessionAnalyzers.CodeFixes.dll",
                "analyzers/dotnet/cs/SessionAnalyzers.dll",
                "buildTransitive/SessionAnalyzers.Warnings.targets",
                "buildTransitive/SessionAnalyzers.props",
                "buildTransitive/SessionAnalyzers.targets",
                "buildTransitive/presets/1.0/All.globalconfig",
                "buildTransitive/presets/1.0/None.globalconfig",
                "buildTransitive/presets/1.0/Recommended.globalconfig",
                "buildTransitive/presets/1.0/Security.globalconfig",
                "icon.png",
                "tasks/netstandard2.0/SessionAnalyzers.Build.dll",
            ],
            files);
    }

    [Theory]
    [InlineData("developmentDependency", "true")]
    [InlineData("icon", "icon.png")]
    [InlineData("readme", "README.md")]
    [InlineData("license", "MIT")]
    public void The_manifest_says(string element, string value)
    {
        XElement metadata = Metadata("SessionAnalyzers");

        Assert.Equal(value, metadata.Elements().Single(child => child.Name.LocalName == element).Value);
    }

    [Theory]
    [InlineData("SessionAnalyzers")]
    [InlineData("GranularSessions")]
    public void The_manifest_names_the_repository_and_the_commit(string package)
    {
        XElement repository = Metadata(package).Elements().Single(child => child.Name.LocalName == "repository");

        Assert.Equal("git", repository.Attribute("type")!.Value);
        Assert.StartsWith("https://github.com/", repository.Attribute("url")!.Value, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{40}$", repository.Attribute("commit")!.Value);
    }

    [Fact]
    public void The_manifest_names_no_dependency()
    {
        XElement metadata = Metadata("SessionAnalyzers");

        Assert.DoesNotContain(metadata.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Theory]
    [InlineData("SessionAnalyzers", "analyzers/dotnet/cs/SessionAnalyzers.dll")]
    [InlineData("SessionAnalyzers", "analyzers/dotnet/cs/SessionAnalyzers.CodeFixes.dll")]
    [InlineData("SessionAnalyzers", "tasks/netstandard2.0/SessionAnalyzers.Build.dll")]
    [InlineData("GranularSessions", "lib/net10.0/GranularSessions.dll")]
    public void The_assemblies_are_deterministic(string package, string assembly)
        => Assert.Contains(DebugDirectoryEntryType.Reproducible, DebugDirectory(package, assembly));

    [Theory]
    [InlineData("analyzers/dotnet/cs/SessionAnalyzers.dll")]
    [InlineData("analyzers/dotnet/cs/SessionAnalyzers.CodeFixes.dll")]
    [InlineData("tasks/netstandard2.0/SessionAnalyzers.Build.dll")]
    public void The_assemblies_carry_their_symbols(string assembly)
        => Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, DebugDirectory("SessionAnalyzers", assembly));

    [Fact]
    public void The_symbols_of_the_runtime_are_in_its_symbol_package()
    {
        using ZipArchive symbols = ZipFile.OpenRead(feed.PathOf("GranularSessions", "snupkg"));

        Assert.NotNull(symbols.GetEntry("lib/net10.0/GranularSessions.pdb"));
    }

    [Fact]
    public void The_runtime_package_holds_one_assembly_with_its_documentation()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.PathOf("GranularSessions"));

        string[] files = [.. package.Entries.Select(entry => entry.FullName).Where(name => !IsContainerFormat(name)).Order(StringComparer.Ordinal)];

        Assert.Equal(["GranularSessions.nuspec", "README.md", "icon.png", "lib/net10.0/GranularSessions.dll", "lib/net10.0/GranularSessions.xml"], files);
    }

    private static bool IsContainerFormat(string name) =>
        name.StartsWith("_rels/", StringComparison.Ordinal) || name.StartsWith("package/", StringComparison.Ordinal) || name == "[Content_Types].xml";

    private DebugDirectoryEntryType[] DebugDirectory(string package, string assembly)
    {
        using ZipArchive archive = ZipFile.OpenRead(feed.PathOf(package));
        using var copy = new MemoryStream();
        using (Stream entry = archive.GetEntry(assembly)!.Open())
        {
            entry.CopyTo(copy);
        }

        copy.Position = 0;
        using var reader = new PEReader(copy);
        return [.. reader.ReadDebugDirectory().Select(entry => entry.Type)];
    }

    private XElement Metadata(string package)
    {
        using ZipArchive archive = ZipFile.OpenRead(feed.PathOf(package));
        using Stream manifest = archive.GetEntry(package + ".nuspec")!.Open();
        return XElement.Load(manifest).Elements().Single(element => element.Name.LocalName == "metadata");
    }
}
