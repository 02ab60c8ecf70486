using System.Reflection.PortableExecutable;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>The package SessionAnalyzers, opened.</summary>
public sealed class PackageContentsTests(PackageFeed feed) : IDisposable
{
    private readonly PackageArchive _package = new(feed.PathOf("SessionAnalyzers"));

    public void Dispose() => _package.Dispose();

    [Fact]
    public void The_package_holds_the_analyzers_the_presets_and_nothing_a_project_would_reference() =>
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
            _package.Files);

    [Fact]
    public void The_manifest_says_that_only_development_needs_it() => Assert.Equal("true", _package.Metadata("developmentDependency"));

    [Fact]
    public void The_manifest_names_no_dependency() => Assert.Empty(_package.Dependencies);

    [Theory]
    [InlineData("analyzers/dotnet/cs/SessionAnalyzers.dll")]
    [InlineData("analyzers/dotnet/cs/SessionAnalyzers.CodeFixes.dll")]
    [InlineData("tasks/netstandard2.0/SessionAnalyzers.Build.dll")]
    public void The_assemblies_are_deterministic_and_carry_their_symbols(string assembly)
    {
        DebugDirectoryEntryType[] debug = [.. _package.DebugDirectory(assembly).Select(entry => entry.Type)];

        Assert.Contains(DebugDirectoryEntryType.Reproducible, debug);
        Assert.Contains(DebugDirectoryEntryType.EmbeddedPortablePdb, debug);
    }
}
