using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Tests.Documentation;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Rewriting;

/// <summary>What is found in a Razor file has no document that an edit could reach.</summary>
public sealed class RazorFindingsTests
{
    /// <summary>Silent in Razor files: a view is rendered by an action that has looked already.</summary>
    private const string SilentInRazor = "SESS3013";

    public static TheoryData<string> FixableRules =>
        [.. Product.CodeFixes.SelectMany(fix => fix.FixableDiagnosticIds).Distinct().Where(id => id != SilentInRazor).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(FixableRules))]
    public async Task A_finding_in_a_Razor_file_is_offered_no_fix(string id)
    {
        CodeFixProvider fix = Product.CodeFixes.Single(fix => fix.FixableDiagnosticIds.Contains(id));
        var project = new TestProject("Web") { ReferencesGranularSessions = true };
        project.Documents.Add(TestDocument.RazorCode("Pages/Example.cshtml", "using GranularSessions;\nusing Microsoft.AspNetCore.Mvc;\n" + RulePage.Read(id).Example("bad")));
        Solution solution = TestSolution.Create([project], Product.Analyzers, LineEnds.LF, document => document.Source).Solution;
        SolutionAnalysis analysis = await SolutionAnalysis.RunAsync(solution, Product.Analyzers, TestContext.Current.CancellationToken, verifiesLiveAnalysis: false);
        Finding[] findings = [.. analysis.Findings.Where(finding => finding.Diagnostic.Id == id)];
        var offered = new List<CodeAction>();

        foreach (Finding finding in findings)
        {
            Document document = analysis.Documents[finding.Diagnostic.Location.SourceTree!];
            await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding.Diagnostic, (action, _) => offered.Add(action), TestContext.Current.CancellationToken));
        }

        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.EndsWith(".cshtml", finding.Diagnostic.Location.GetMappedLineSpan().Path, StringComparison.Ordinal));
        Assert.Empty(offered.Select(action => action.Title));
    }
}
