using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>Every rule has a page, and every page says what the rule does.</summary>
public sealed class RulePagesTests
{
    // The examples are the inside of a file of an app that has both packages.
    private const string Usings = "using GranularSessions;\nusing Microsoft.AspNetCore.Mvc;\n";

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers = Product.Analyzers;

    public static TheoryData<string> Rules => [.. Descriptors().Select(descriptor => descriptor.Id)];

    [Fact]
    public void Every_page_has_a_rule()
    {
        var pages = Directory.GetFiles(RulePage.Folder, "SESS*.md").Select(Path.GetFileNameWithoutExtension);

        Assert.Empty(pages.Except(Descriptors().Select(descriptor => descriptor.Id)));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_page_has_all_sections_in_order(string id) =>
        Assert.Equal(["Why", "What is reported", "When it stays quiet", "Fix", "Configuration"], RulePage.Read(id).Sections);

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_descriptor_links_to_the_page(string id) =>
        Assert.EndsWith($"/docs/rules/{id}.md", DescriptorOf(id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_bad_example_is_reported_where_it_says(string id)
    {
        var page = RulePage.Read(id);
        var marked = MarkedLines(page.Example("bad"), id);

        if (page.ExampleLanguage("bad") == "ini")
        {
            // The compiler does not say where an option comes from: the message names it.
            var findings = await ReportedAsync("public class Example;", page.Example("bad"));
            Assert.Equal(marked.Count, findings.Count);
            Assert.All(marked, line => Assert.Single(findings, finding => finding.Id == id && finding.GetMessage().Contains($"'{line.Text.Split('=')[0].Trim()}'")));
        }
        else
        {
            Assert.Equal(marked.Select(line => $"{line.Number}: {id}"), Lines(OfInterest(await ReportedAsync(Usings + page.Example("bad"), editorConfig: null), id)));
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_good_example_is_not_reported(string id)
    {
        var page = RulePage.Read(id);

        var findings = page.ExampleLanguage("good") == "ini"
            ? await ReportedAsync("public class Example;", page.Example("good"))
            : await ReportedAsync(Usings + page.Example("good"), editorConfig: null);

        Assert.Empty(Lines(OfInterest(findings, id)));
    }

    [Fact]
    public void Every_option_is_documented_under_configuration()
    {
        var documented = string.Concat(Descriptors().Select(descriptor => RulePage.Read(descriptor.Id)).Select(page => page.TextOf("Configuration")));

        Assert.All(ConfigurationOptions.All, option => Assert.Contains($"\n{option.Name} = ", documented));
    }

    [Fact]
    public void The_list_of_options_is_complete()
    {
        var rows = RulePage.Read("SESS0001").TextOf("Configuration").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split('`')[1]);

        Assert.Equal(ConfigurationOptions.All.Select(option => option.Name), rows);
    }

    [Fact]
    public void The_list_of_options_leads_to_the_pages_that_set_them()
    {
        var rows = RulePage.Read("SESS0001").TextOf("Configuration").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var pages = Descriptors().Select(descriptor => RulePage.Read(descriptor.Id)).Where(page => page.Id != "SESS0001").ToList();

        Assert.All(rows, row =>
        {
            string links = string.Join(", ", pages.Where(page => page.Options.Contains(row.Split('`')[1])).Select(page => $"[{page.Id}]({page.Id}.md)"));
            Assert.EndsWith($"| {(links.Length == 0 ? "[below](#test-projects)" : links)} |", row);
        });
    }

    [Fact]
    public async Task Documented_options_are_valid()
    {
        var documented = Descriptors().Select(descriptor => RulePage.Read(descriptor.Id))
            .SelectMany(page => page.TextOf("Configuration").Split('\n'))
            .Where(line => line.StartsWith(ConfigurationOptions.Prefix, StringComparison.Ordinal))
            .Distinct();

        Assert.Empty(Lines(await ReportedAsync("public class Example;", "root = true\n[*.cs]\n" + string.Join('\n', documented))));
    }

    /// <summary>Lines that end in a comment with the rule's id, at least one.</summary>
    private static List<(int Number, string Text)> MarkedLines(string example, string id)
    {
        var lines = example.Split('\n')
            .Index()
            .Where(line => line.Item.EndsWith($"/ {id}", StringComparison.Ordinal) || line.Item.EndsWith($"# {id}", StringComparison.Ordinal))
            .Select(line => (Usings.Count(c => c == '\n') + line.Index + 1, line.Item))
            .ToList();
        Assert.NotEmpty(lines);
        return lines;
    }

    private static async Task<IReadOnlyList<Diagnostic>> ReportedAsync(string source, string? editorConfig)
    {
        var project = new TestProject("Web") { ReferencesGranularSessions = true, EditorConfig = editorConfig };
        project.AddDocument("Example.cs", source);
        var solution = TestSolution.Create([project], Analyzers, LineEnds.LF, document => document.Source).Solution;

        var analysis = await SolutionAnalysis.RunAsync(solution, Analyzers, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(analysis.CompilerDiagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return [.. analysis.Findings.Select(finding => finding.Diagnostic)];
    }

    /// <summary>An example may leave suggestions of other rules, but no warning.</summary>
    private static IEnumerable<Diagnostic> OfInterest(IEnumerable<Diagnostic> findings, string id) =>
        findings.Where(finding => finding.Id == id || finding.Descriptor.DefaultSeverity > DiagnosticSeverity.Info);

    private static List<string> Lines(IEnumerable<Diagnostic> findings) =>
        [.. findings.Select(finding => $"{finding.Location.GetLineSpan().StartLinePosition.Line + 1}: {finding.Id}")];

    private static IEnumerable<DiagnosticDescriptor> Descriptors() =>
        Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    private static DiagnosticDescriptor DescriptorOf(string id) => Descriptors().Single(descriptor => descriptor.Id == id);
}
