using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Model;

/// <summary>The options of a compilation, by file. Thread-safe.</summary>
/// <param name="provider">Where they are read; null where there are none.</param>
internal sealed class ProjectConfiguration(AnalyzerConfigOptionsProvider? provider)
{
    private readonly bool _isTestProject = provider is not null && IsTrue(provider, "IsTestProject", "IsTestingPlatformApplication");

    private readonly ConcurrentDictionary<SyntaxTree, FileConfiguration?> _files = new();

    // Trees with the same sections share one object, so that a project's options are parsed once.
    private readonly ConcurrentDictionary<AnalyzerConfigOptions, FileConfiguration> _byOptions = new();

    /// <summary>The value for a file. Generated files, Razor's among them, have only what a global analyzer config sets.</summary>
    public T Get<T>(ConfigurationOption<T> option, SyntaxTree tree) => In(tree) is { } file ? file.Get(option) : option.Default;

    /// <summary>Whether a rule reports in a file: in a test project the option for these decides.</summary>
    public bool Reports(DiagnosticDescriptor rule, SyntaxTree tree) => !_isTestProject || Get(ConfigurationOptions.TestProjects, tree) switch
    {
        TestProjectRules.All => true,
        TestProjectRules.Correctness => !rule.CustomTags.Contains(RuleDescriptor.Deployment),
        _ => false,
    };

    /// <summary>What is wrong with the options of some files, each problem once.</summary>
    public IEnumerable<ConfigurationProblem> Problems(IEnumerable<SyntaxTree> trees)
        => trees.Select(In).OfType<FileConfiguration>().Distinct().SelectMany(static file => file.Problems()).Distinct();

    private static bool IsTrue(AnalyzerConfigOptionsProvider provider, params string[] properties)
        => properties.Any(property => provider.GlobalOptions.TryGetValue("build_property." + property, out var value) && value.Equals("true", StringComparison.OrdinalIgnoreCase));

    private FileConfiguration? In(SyntaxTree tree)
    {
        if (_files.TryGetValue(tree, out var file))
        {
            return file;
        }

        return _files.GetOrAdd(tree, provider is null ? null : _byOptions.GetOrAdd(provider.GetOptions(tree), static options => new FileConfiguration(options)));
    }
}
