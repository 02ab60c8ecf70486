using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Benchmarks;

/// <summary>A set of analyzers that is measured as one.</summary>
internal sealed record Candidate(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers, bool IsOurs);

/// <summary>Our rules, alone and together, and the packages they are compared with.</summary>
internal static class Candidates
{
    private static readonly Lazy<ImmutableArray<Candidate>> LazyPeers = new(() =>
    [
        .. Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Where(attribute => Directory.Exists(attribute.Value) && Directory.Exists(Path.Combine(attribute.Value, "analyzers")))
            .OrderBy(attribute => attribute.Key, StringComparer.Ordinal)
            .Select(attribute => Peer(attribute.Key, attribute.Value!)),
    ]);

    /// <summary>The driver's own cost: an action for every tree that does nothing.</summary>
    public static Candidate Empty { get; } = new("empty analyzer", [new EmptyAnalyzer()], IsOurs: true);

    /// <summary>All rules together.</summary>
    public static Candidate All { get; } = new("SessionAnalyzers, all rules", AnalyzersOf([typeof(SessionDiagnosticAnalyzer).Assembly]), IsOurs: true);

    /// <summary>All rules together, then each alone.</summary>
    public static ImmutableArray<Candidate> Ours { get; } =
    [
        All,
        .. All.Analyzers.Select(analyzer => new Candidate($"{analyzer.SupportedDiagnostics[0].Id} alone", [analyzer], IsOurs: true)),
    ];

    /// <exception cref="DirectoryNotFoundException">A package has no analyzers for this Roslyn.</exception>
    public static ImmutableArray<Candidate> Peers => LazyPeers.Value;

    /// <summary>The package whose default set is the measure of what all our rules may cost.</summary>
    public static Candidate Roslynator => Peers.Single(static peer => peer.Name.StartsWith(nameof(Roslynator), StringComparison.Ordinal));

    private static Candidate Peer(string package, string folder)
    {
        string analyzers = FolderForThisRoslyn(Path.Combine(folder, "analyzers"));
        var context = new AssemblyLoadContext(package);
        context.Resolving += (_, name) => Path.Combine(analyzers, name.Name + ".dll") is var path && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        IEnumerable<Assembly> assemblies = Directory.EnumerateFiles(analyzers, "*.dll")
            .Where(path => !Path.GetFileName(path).Contains("CodeFix", StringComparison.Ordinal) && !path.EndsWith(".resources.dll", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(context.LoadFromAssemblyPath);
        return new Candidate($"{package} {Path.GetFileName(folder)}", AnalyzersOf(assemblies), IsOurs: false);
    }

    /// <summary>The folder a compiler of this version would take: <c>dotnet/roslynX.Y/cs</c> where there is one, else the nearest above it.</summary>
    private static string FolderForThisRoslyn(string analyzers)
    {
        Version host = typeof(CSharpCompilation).Assembly.GetName().Version!;
        string? newest = Directory.EnumerateDirectories(analyzers, "roslyn*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Version: Version.TryParse(Path.GetFileName(path)["roslyn".Length..], out Version? version) ? version : new Version()))
            .Where(candidate => candidate.Version <= host)
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.Path)
            .FirstOrDefault();
        string[] folders = [.. newest is null ? [] : new[] { Path.Combine(newest, "cs"), newest }, Path.Combine(analyzers, "dotnet", "cs"), Path.Combine(analyzers, "cs"), analyzers];
        return folders.FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.dll").Any())
            ?? throw new DirectoryNotFoundException($"{analyzers} holds no C# analyzers for Roslyn {host}.");
    }

    /// <summary>The analyzers that have a rule that is on by default.</summary>
    private static ImmutableArray<DiagnosticAnalyzer> AnalyzersOf(IEnumerable<Assembly> assemblies) =>
    [
        .. assemblies
            .SelectMany(Types)
            .Where(type => !type.IsAbstract
                && typeof(DiagnosticAnalyzer).IsAssignableFrom(type)
                && type.GetConstructor(Type.EmptyTypes) is not null
                && type.GetCustomAttributes<DiagnosticAnalyzerAttribute>().Any(attribute => attribute.Languages.Contains(LanguageNames.CSharp)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)
            .Where(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.IsEnabledByDefault)),
    ];

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            // Types over Workspaces, which an analyzer host need not have.
            return exception.Types.OfType<Type>();
        }
    }
}
