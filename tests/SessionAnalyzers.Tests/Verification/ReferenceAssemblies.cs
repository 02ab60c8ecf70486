using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>The reference assemblies that a test source compiles against, as the installed SDK has them. Thread-safe.</summary>
public static class ReferenceAssemblies
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyNetCore = new(() => Pack("Microsoft.NETCore.App.Ref"));
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyAspNetCore = new(() => Pack("Microsoft.AspNetCore.App.Ref"));
    private static readonly Lazy<MetadataReference> LazyGranularSessions = new(BuiltGranularSessions);

    /// <summary>.NET itself.</summary>
    public static ImmutableArray<MetadataReference> NetCore => LazyNetCore.Value;

    /// <summary>ASP.NET Core, without .NET itself.</summary>
    public static ImmutableArray<MetadataReference> AspNetCore => LazyAspNetCore.Value;

    /// <summary>The GranularSessions assembly of this build.</summary>
    public static MetadataReference GranularSessions => LazyGranularSessions.Value;

    private static ImmutableArray<MetadataReference> Pack(string name)
    {
        string framework = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        string[] roots = [.. DotnetRoots().Distinct()];
        string? folder = roots
            .Select(root => Path.Combine(root, "packs", name))
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .Select(version => (Path: Path.Combine(version, "ref", framework), Version: VersionOf(version)))
            .Where(candidate => Directory.Exists(candidate.Path))
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.Path)
            .FirstOrDefault();

        if (folder is null)
        {
            throw new DirectoryNotFoundException(
                $"The targeting pack {name} for {framework} is not under {string.Join(" or ", roots.Select(root => Path.Combine(root, "packs")))}. " +
                "Install the .NET SDK (not only the runtime), or point DOTNET_ROOT at one.");
        }

        return [.. Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(path => MetadataReference.CreateFromFile(path))];
    }

    private static IEnumerable<string> DotnetRoots()
    {
        // <root>/shared/Microsoft.NETCore.App/<version>/
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        if (runtime.Parent?.Parent?.Parent is { } root)
        {
            yield return root.FullName;
        }

        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { Length: > 0 } configured)
        {
            yield return Path.GetFullPath(configured);
        }
    }

    private static Version VersionOf(string directory) =>
        Version.TryParse(Path.GetFileName(directory).Split('-')[0], out Version? version) ? version : new Version();

    private static MetadataReference BuiltGranularSessions()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "GranularSessions.dll");
        return File.Exists(path)
            ? MetadataReference.CreateFromFile(path)
            : throw new FileNotFoundException("GranularSessions.dll is not beside the tests: the test project must reference the GranularSessions project.", path);
    }
}
