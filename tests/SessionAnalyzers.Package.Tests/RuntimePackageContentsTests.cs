using System.Reflection.PortableExecutable;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>The packages of GranularSessions, opened.</summary>
public class RuntimePackageContentsTests(PackageFeed feed)
{
    public static TheoryData<string> Packages => [.. PackageFeed.RuntimePackages];

    [Theory]
    [InlineData("GranularSessions")]
    [InlineData("GranularSessions.PostgreSql", "schema.sql")]
    [InlineData("GranularSessions.Redis")]
    [InlineData("GranularSessions.Conformance")]
    public void The_package_holds_one_assembly_with_its_documentation(string package, params string[] more)
    {
        using var archive = new PackageArchive(feed.PathOf(package));

        string[] expected = [$"{package}.nuspec", "README.md", "icon.png", $"lib/net10.0/{package}.dll", $"lib/net10.0/{package}.xml", .. more];
        Assert.Equal(expected.Order(StringComparer.Ordinal), archive.Files);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_symbol_package_holds_the_symbols_of_that_assembly(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));
        using var symbols = new PackageArchive(feed.PathOf(package, "snupkg"));

        Assert.Equal([$"{package}.nuspec", $"lib/net10.0/{package}.pdb"], symbols.Files);
        Assert.Equal(archive.SymbolsOf($"lib/net10.0/{package}.dll"), symbols.Symbols($"lib/net10.0/{package}.pdb").Id);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_assembly_is_deterministic(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));

        Assert.Contains(archive.DebugDirectory($"lib/net10.0/{package}.dll"), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_symbols_name_no_folder_of_the_machine_that_built_them(string package)
    {
        using var symbols = new PackageArchive(feed.PathOf(package, "snupkg"));

        Assert.All(symbols.Symbols($"lib/net10.0/{package}.pdb").Sources, source => Assert.StartsWith("/_/", source, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GranularSessions")]
    [InlineData("GranularSessions.PostgreSql", "GranularSessions {0}", "Npgsql 10.0.0")]
    [InlineData("GranularSessions.Redis", "GranularSessions {0}")]
    [InlineData("GranularSessions.Conformance", "GranularSessions [{0}]", "xunit.v3.assert 3.2.2", "xunit.v3.extensibility.core 3.2.2")]
    public void The_manifest_requires(string package, params string[] dependencies)
    {
        using var archive = new PackageArchive(feed.PathOf(package));

        Assert.Equal(dependencies.Select(dependency => dependency.Replace("{0}", feed.Version, StringComparison.Ordinal)), archive.Dependencies);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_manifest_requires_the_framework_s_shared_assemblies(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));

        var reference = Assert.Single(archive.Manifest.Descendants(), element => element.Name.LocalName == "frameworkReference");
        Assert.Equal("Microsoft.AspNetCore.App", reference.Attribute("name")!.Value);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_package_was_validated(string package)
    {
        var validated = new FileInfo(Path.Combine(Repository.Root, "src", package, "obj/Release/net10.0/Microsoft.NET.ApiCompat.ValidatePackage.semaphore"));

        Assert.True(validated.Exists && validated.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(feed.PathOf(package)), $"{validated} is missing or older than the package.");
    }
}
