using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Baseline;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>
/// The presets say what the rules' descriptors say. With <c>SESSION_WRITE_PRESETS=1</c> the test writes them, then passes.
/// </summary>
public class PresetTests
{
    private static readonly ImmutableArray<DiagnosticDescriptor> Rules =
    [
        .. typeof(SessionDiagnosticAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics)
            .DistinctBy(descriptor => descriptor.Id)
            .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal),
    ];

    public static TheoryData<string> Presets => ["Recommended", "Security", "All", "None"];

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_gives_every_rule_its_severity(string preset)
    {
        AssertIs(Write(preset), $"presets/1.0/{preset}.globalconfig");
    }

    [Fact]
    public void Warnings_that_can_be_made_errors_are_those_that_are_warnings()
    {
        // A suggestion in WarningsAsErrors would become an error too.
        string rules = string.Join(";", Rules.Where(rule => rule.DefaultSeverity == DiagnosticSeverity.Warning).Select(rule => rule.Id));

        AssertIs($"<Project>\n  <PropertyGroup>\n    <_SessionAnalyzersWarnings>{rules}</_SessionAnalyzersWarnings>\n  </PropertyGroup>\n</Project>\n", "SessionAnalyzers.Warnings.targets");
    }

    [Fact]
    public void A_baseline_can_hold_every_rule_that_is_no_error()
    {
        var rules = Rules.Where(rule => rule.DefaultSeverity < DiagnosticSeverity.Error && !rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd));

        Assert.Equal(rules.Select(rule => rule.Id), new BaselineSuppressor().SupportedSuppressions.Select(suppression => suppression.SuppressedDiagnosticId).Order(StringComparer.Ordinal));
    }

    private static void AssertIs(string expected, string file)
    {
        string path = Path.Combine(Repository.Root, "src/SessionAnalyzers.Package/buildTransitive", file);
        if (Environment.GetEnvironmentVariable("SESSION_WRITE_PRESETS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, expected);
        }

        Assert.Equal(expected, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    private static string Write(string preset) =>
        string.Join(
            "\n",
            [
                $"# SessionAnalyzersMode={preset}: {Meaning(preset)}",
                "# A project's own .editorconfig or .globalconfig wins over this file.",
                "is_global = true",
                "global_level = -1",
                "",
                .. Rules.Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {Severity(preset, rule)}"),
                "",
            ]);

    private static string Meaning(string preset) => preset switch
    {
        "Recommended" => "every rule at its own severity.",
        "Security" => "the SESS2xxx rules at their own severity, the others off.",
        "All" => "every rule at least a warning.",
        _ => "no rule.",
    };

    private static string Severity(string preset, DiagnosticDescriptor rule) => preset switch
    {
        "None" => "none",
        "Security" when rule.Category != "Security" && !rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd) => "none",
        "All" when rule.DefaultSeverity < DiagnosticSeverity.Warning => "warning",
        _ when !rule.IsEnabledByDefault => preset == "All" ? "warning" : "none",
        _ => rule.DefaultSeverity switch
        {
            DiagnosticSeverity.Error => "error",
            DiagnosticSeverity.Warning => "warning",
            DiagnosticSeverity.Info => "suggestion",
            _ => "silent",
        },
    };
}
