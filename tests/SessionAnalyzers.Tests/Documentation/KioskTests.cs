using SessionAnalyzers.Tests.Robustness;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>The sample <c>LeakyShop.Kiosk</c> shows what the README says it does.</summary>
public sealed class KioskTests
{
    private static readonly string s_folder = Path.Combine(RulePage.Folder, "..", "..", "samples", "LeakyShop.Kiosk");

    [Fact]
    public async Task A_session_on_a_server_is_loaded_synchronously_once()
    {
        var project = new TestProject("LeakyShop.Kiosk");
        foreach (string path in Directory.GetFiles(s_folder, "*.cs").Order(StringComparer.Ordinal))
        {
            project.AddDocument(Path.GetFileName(path), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        }

        var solution = TestSolution.Create([project], AllRules.Analyzers, LineEnds.LF, document => document.Source).Solution;
        var analysis = await SolutionAnalysis.RunAsync(solution, AllRules.Analyzers, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["SESS3007 Program.cs"],
            analysis.Findings.Select(finding => $"{finding.Diagnostic.Id} {Path.GetFileName(finding.Diagnostic.Location.GetLineSpan().Path)}").Order(StringComparer.Ordinal));
    }
}
