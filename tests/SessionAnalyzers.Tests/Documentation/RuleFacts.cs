using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>What the documentation says of a rule, as its descriptor, its fix and its page's example have it.</summary>
internal sealed record RuleFacts(DiagnosticDescriptor Descriptor, string Name, RulePage Page, IReadOnlyList<string> Actions)
{
    // What the example's app needs beside it, so that its fix applies.
    private const string GranularHost = """

        public class Startup
        {
            public void ConfigureServices(IServiceCollection services) => services.AddGranularSessions();

            public void Configure(IApplicationBuilder app) => app.UseGranularSessions();
        }

        """;

    public static IReadOnlyList<string> Ids { get; } =
        [.. Product.Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Distinct().Order(StringComparer.Ordinal)];

    public string Id => Descriptor.Id;

    public string Severity => Descriptor.IsEnabledByDefault ? Descriptor.DefaultSeverity.ToString() : "Off";

    public bool IsOffInTestProjects => Descriptor.CustomTags.Contains(RuleDescriptor.Deployment);

    public bool HasFix => FixesOf(Id).Any();

    /// <summary>What stands on the rule's page before its first section.</summary>
    public string Header => string.Join('\n',
    [
        $"# {Id}: {Name}",
        "",
        $"| Rule | {Id} |",
        "|---|---|",
        $"| Category | {Descriptor.Category} |",
        $"| Default severity | {Severity}{(IsOffInTestProjects ? ", off in [test projects](SESS0001.md#test-projects)" : "")} |",
        $"| Fix | {(HasFix ? "yes" : "none")}{Page.FixRemark} |",
        .. HasFix ? [$"| In the lightbulb | {string.Join("; ", Actions)} |"] : Array.Empty<string>(),
        $"| Options | {Options} |",
        "",
        $"{Descriptor.Title}.",
        "",
    ]);

    /// <summary>The rule's row on the page that lists all rules.</summary>
    public string Row => $"| [{Id}]({Id}.md) {Name} | {Descriptor.Title} | {Descriptor.Category} | {Severity} | {(HasFix ? "yes" : "none")} |";

    private string Options => Id == "SESS0001" ? "[all of them](#configuration)"
        : Page.Options.Count == 0 ? "none"
        : string.Join(", ", Page.Options.Select(option => $"`{option}`"));

    public static async Task<RuleFacts> ReadAsync(string id)
    {
        DiagnosticAnalyzer analyzer = Product.Analyzers.Single(candidate => candidate.SupportedDiagnostics.Any(descriptor => descriptor.Id == id));
        RulePage page = RulePage.Read(id);
        return new RuleFacts(
            analyzer.SupportedDiagnostics.Single(descriptor => descriptor.Id == id),
            analyzer.GetType().Name,
            page,
            FixesOf(id).Any() ? await ActionsAsync(page, analyzer) : []);
    }

    private static IEnumerable<CodeFixProvider> FixesOf(string id) => Product.CodeFixes.Where(fix => fix.FixableDiagnosticIds.Contains(id));

    /// <summary>What the fix offers at the first finding of the page's bad example, in the order of the menu.</summary>
    private static async Task<IReadOnlyList<string>> ActionsAsync(RulePage page, DiagnosticAnalyzer analyzer)
    {
        // A statement with a comment is not moved.
        string example = page.Example("bad").Replace($" // {page.Id}\n", "\n", StringComparison.Ordinal);
        var project = new TestProject("Web") { ReferencesGranularSessions = true };
        project.AddDocument("Example.cs", $"using GranularSessions;\nusing Microsoft.AspNetCore.Mvc;\n{example}{(page.Id == "SESS2001" ? GranularHost : "")}");
        Solution solution = TestSolution.Create([project], [analyzer], LineEnds.LF, document => document.Source).Solution;
        SolutionAnalysis analysis = await SolutionAnalysis.RunAsync(solution, [analyzer], TestContext.Current.CancellationToken, verifiesLiveAnalysis: false);

        Diagnostic finding = analysis.Findings.First(finding => finding.Diagnostic.Id == page.Id).Diagnostic;
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        foreach (CodeFixProvider fix in FixesOf(page.Id))
        {
            await fix.RegisterCodeFixesAsync(new CodeFixContext(analysis.Documents[finding.Location.SourceTree!], finding, (action, _) => actions.Add(action), TestContext.Current.CancellationToken));
        }

        return [.. actions.Select(action => action.Title)];
    }
}
