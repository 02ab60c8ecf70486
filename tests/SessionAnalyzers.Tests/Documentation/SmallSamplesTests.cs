using SessionAnalyzers.Tests.Robustness;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>The samples beside <c>LeakyShop</c> show what the README says they do.</summary>
public sealed class SmallSamplesTests
{
    private static readonly string s_samples = Path.Combine(RulePage.Folder, "..", "..", "samples");

    [Fact]
    public async Task In_the_back_office_each_rule_on_how_the_session_is_wired_up_finds_one_thing()
    {
        var findings = await FindingsInAsync(new TestProject("LeakyShop.BackOffice") { ReferencesGranularSessions = true });

        Assert.Equal(
            ["SESS3009 Program.cs", "SESS3010 Program.cs", "SESS3011 Program.cs", "SESS3012 StockReport.cs", "SESS3014 Program.cs", "SESS3015 Program.cs", "SESS3016 Program.cs"],
            findings);
    }

    [Fact]
    public async Task In_the_kiosk_a_session_on_a_server_is_loaded_synchronously_once()
    {
        var findings = await FindingsInAsync(new TestProject("LeakyShop.Kiosk"));

        Assert.Equal(["SESS3007 Program.cs"], findings);
    }

    /// <summary>The rules and files of what all rules find in the sample that the project is named after.</summary>
    private static async Task<IEnumerable<string>> FindingsInAsync(TestProject sample)
    {
        foreach (string path in Directory.GetFiles(Path.Combine(s_samples, sample.Name), "*.cs").Order(StringComparer.Ordinal))
        {
            sample.AddDocument(Path.GetFileName(path), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }

        var solution = TestSolution.Create([sample], AllRules.Analyzers, LineEnds.LF, document => document.Source).Solution;
        var analysis = await SolutionAnalysis.RunAsync(solution, AllRules.Analyzers, TestContext.Current.CancellationToken);
        return analysis.Findings.Select(finding => $"{finding.Diagnostic.Id} {Path.GetFileName(finding.Diagnostic.Location.GetLineSpan().Path)}").Order(StringComparer.Ordinal);
    }
}
