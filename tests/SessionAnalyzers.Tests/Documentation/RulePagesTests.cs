using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>Every rule has a page, and every page says what the rule does.</summary>
public sealed class RulePagesTests
{
    // The examples are the inside of a file of an app that has both packages.
    private const string Usings = "using GranularSessions;\nusing Microsoft.AspNetCore.Mvc;\n";

    private static readonly DiagnosticAnalyzer[] Analyzers = InstancesOf<DiagnosticAnalyzer>("SessionAnalyzers");

    private static readonly CodeFixProvider[] Fixes = InstancesOf<CodeFixProvider>("SessionAnalyzers.CodeFixes");

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
    public void The_page_has_the_name_of_the_analyzer(string id) =>
        Assert.Equal(AnalyzerOf(id).GetType().Name, RulePage.Read(id).Name);

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_page_states_category_severity_and_title_of_the_descriptor(string id)
    {
        var page = RulePage.Read(id);
        var descriptor = DescriptorOf(id);

        Assert.Equal(descriptor.Category, page.Facts["Category"]);
        Assert.Equal(descriptor.IsEnabledByDefault ? descriptor.DefaultSeverity.ToString() : "Off", page.Facts["Default severity"]);
        Assert.Equal($"{descriptor.Title}.", page.Summary);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_descriptor_links_to_the_page(string id) =>
        Assert.EndsWith($"/docs/rules/{id}.md", DescriptorOf(id).HelpLinkUri);

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_page_says_whether_there_is_a_fix(string id) =>
        Assert.Equal(Fixes.Any(fix => fix.FixableDiagnosticIds.Contains(id)), RulePage.Read(id).Facts["Fix"].StartsWith("yes", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_README_lists_the_rule(string id)
    {
        var readme = File.ReadAllText(Path.Combine(RulePage.Folder, "..", "..", "README.md"));

        Assert.Contains($"| [{id}](docs/rules/{id}.md) {RulePage.Read(id).Name} | {DescriptorOf(id).DefaultSeverity.ToString().ToLowerInvariant()} |", readme);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_bad_example_is_reported_where_it_says(string id)
    {
        var example = RulePage.Read(id).Example("bad");

        Assert.Equal(MarkedLines(example, id), await ReportedLinesAsync(example));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_good_example_is_not_reported(string id) =>
        Assert.Empty(await ReportedLinesAsync(RulePage.Read(id).Example("good")));

    /// <summary>Lines that end in a comment with the rule's id, at least one.</summary>
    private static List<string> MarkedLines(string example, string id)
    {
        var lines = (Usings + example).Split('\n')
            .Index()
            .Where(line => line.Item.EndsWith($"// {id}", StringComparison.Ordinal))
            .Select(line => $"{line.Index + 1}: {id}")
            .ToList();
        Assert.NotEmpty(lines);
        return lines;
    }

    private static async Task<List<string>> ReportedLinesAsync(string example)
    {
        var project = new TestProject("Web") { ReferencesGranularSessions = true };
        project.AddDocument("Example.cs", Usings + example);
        var solution = TestSolution.Create([project], [.. Analyzers], LineEnds.LF, document => document.Source).Solution;

        var analysis = await SolutionAnalysis.RunAsync(solution, [.. Analyzers], TestContext.Current.CancellationToken);

        Assert.DoesNotContain(analysis.CompilerDiagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return [.. analysis.Findings.Select(finding =>
            $"{finding.Diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1}: {finding.Diagnostic.Id}")];
    }

    private static IEnumerable<DiagnosticDescriptor> Descriptors() =>
        Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal);

    private static DiagnosticDescriptor DescriptorOf(string id) => Descriptors().Single(descriptor => descriptor.Id == id);

    private static DiagnosticAnalyzer AnalyzerOf(string id) =>
        Analyzers.Single(analyzer => analyzer.SupportedDiagnostics.Any(descriptor => descriptor.Id == id));

    private static T[] InstancesOf<T>(string assembly) =>
        [.. Assembly.Load(assembly).GetTypes()
            .Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract)
            .Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!)];
}
