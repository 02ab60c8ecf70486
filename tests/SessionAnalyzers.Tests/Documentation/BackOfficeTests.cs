using SessionAnalyzers.Tests.Robustness;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>The sample <c>LeakyShop.BackOffice</c> shows what the README says it does.</summary>
public sealed class BackOfficeTests
{
    private static readonly string s_folder = Path.Combine(RulePage.Folder, "..", "..", "samples", "LeakyShop.BackOffice");

    [Fact]
    public async Task Each_rule_on_how_the_session_is_wired_up_finds_one_thing()
    {
        var project = new TestProject("LeakyShop.BackOffice") { ReferencesGranularSessions = true };
        foreach (string path in Directory.GetFiles(s_folder, "*.cs").Order(StringComparer.Ordinal))
        {
            project.AddDocument(Path.GetFileName(path), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }

        var solution = TestSolution.Create([project], AllRules.Analyzers, LineEnds.LF, document => document.Source).Solution;
        var analysis = await SolutionAnalysis.RunAsync(solution, AllRules.Analyzers, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["SESS3009 Program.cs", "SESS3010 Program.cs", "SESS3011 Program.cs", "SESS3012 StockReport.cs", "SESS3014 Program.cs", "SESS3015 Program.cs", "SESS3016 Program.cs"],
            analysis.Findings.Select(finding => $"{finding.Diagnostic.Id} {Path.GetFileName(finding.Diagnostic.Location.GetLineSpan().Path)}").Order(StringComparer.Ordinal));
    }
}
