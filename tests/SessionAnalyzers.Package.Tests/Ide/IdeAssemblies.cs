using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace SessionAnalyzers.Package.Tests.Ide;

/// <summary>Loads Roslyn, its IDE features and its MSBuild workspace from the SDK's own copy.</summary>
internal static class IdeAssemblies
{
    private static string Folder { get; } =
        typeof(IdeAssemblies).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "DotnetFormat").Value!;

    [ModuleInitializer]
    internal static void Resolve() =>
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(Folder, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
}
