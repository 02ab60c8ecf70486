using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Package.Tests.Support;
using Project = Microsoft.CodeAnalysis.Project;

namespace SessionAnalyzers.Package.Tests.Ide;

/// <summary>
/// A solution with a project for every rule that has a fix: the first example of the rule's page, with both packages installed.
/// </summary>
public sealed partial class RuleExamples(PackageFeed feed) : IAsyncLifetime
{
    private const string SourceFile = "Example.cs";

    private const string ProjectFile =
        """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <OutputType>{0}</OutputType>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="SessionAnalyzers" Version="{1}" PrivateAssets="all" />
            <PackageReference Include="GranularSessions" Version="{1}" />
          </ItemGroup>
        </Project>
        """;

    private readonly string _directory = feed.CreateWorkspace("examples");

    private readonly Dictionary<string, string> _sources = [];

    private Lightbulb? _lightbulb;
    private Solution? _solution;
    private Task<CommandResult>? _format;

    /// <summary>The rules that have a fix, in order.</summary>
    public static IReadOnlyList<string> FixableRules { get; } =
    [
        .. typeof(Rewriting.MoveKeyCodeFixProvider).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(CodeFixProvider)))
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds)
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    internal Lightbulb Lightbulb => _lightbulb!;

    /// <summary>The project of a rule as it was opened, before any fix.</summary>
    internal Project this[string rule] => _solution!.Projects.Single(project => project.Name == rule);

    public async ValueTask InitializeAsync()
    {
        foreach (string rule in FixableRules)
        {
            string source = "using GranularSessions;\nusing Microsoft.AspNetCore.Mvc;\n" + Example(rule) + Host(rule);
            _sources.Add(rule, source);
            Directory.CreateDirectory(Path.Combine(_directory, rule));
            File.WriteAllText(Path.Combine(_directory, rule, SourceFile), source);
            File.WriteAllText(Path.Combine(_directory, rule, rule + ".csproj"), string.Format(null, ProjectFile, IsProgram(source) ? "Exe" : "Library", feed.Version));
        }

        string solution = Path.Combine(_directory, "Examples.slnx");
        await File.WriteAllTextAsync(solution, $"<Solution>\n{string.Concat(FixableRules.Select(rule => $"  <Project Path=\"{rule}/{rule}.csproj\" />\n"))}</Solution>\n");
        (await DotNet.RunAsync(_directory, "restore", solution, "-maxcpucount:1")).Succeeded();
        _lightbulb = await Lightbulb.OpenAsync(solution);

        // A workspace reads a file when it is asked for; by then dotnet format may have changed it.
        _solution = _lightbulb.Solution;
        foreach (Project project in _lightbulb.Solution.Projects)
        {
            _solution = _solution.WithDocumentText(DocumentIn(project).Id, SourceText.From(_sources[project.Name]));
        }
    }

    /// <summary>The project of a rule after <c>dotnet format</c> of the whole solution with all rules that have a fix.</summary>
    internal async Task<Project> FormattedAsync(string rule)
    {
        // The tests of a collection run one after the other.
        _format ??= DotNet.RunAsync(_directory, ["format", "analyzers", "Examples.slnx", "--no-restore", "--severity", "info", "--diagnostics", .. FixableRules]);
        (await _format).Succeeded();
        Document document = DocumentIn(this[rule]);
        return document.WithText(SourceText.From(await File.ReadAllTextAsync(document.FilePath!))).Project;
    }

    public ValueTask DisposeAsync()
    {
        _lightbulb?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static Document DocumentIn(Project project) => project.Documents.Single(document => document.Name == SourceFile);

    /// <summary>What an example's app needs beside it, so that its fix applies.</summary>
    private static string Host(string rule) => rule == "SESS2001"
        ? """

            public class Startup
            {
                public void ConfigureServices(IServiceCollection services) => services.AddGranularSessions();

                public void Configure(IApplicationBuilder app) => app.UseGranularSessions();
            }

            """
        : "";

    /// <summary>The titles that the rule's page names, in order.</summary>
    internal static string[] Actions(string rule) => ActionsRow().Match(Page(rule)).Groups["titles"].Value.Split("; ");

    private static string Example(string rule) => Mark().Replace(ExampleBlock().Match(Page(rule)).Groups["code"].Value, "");

    private static string Page(string rule) => File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", rule + ".md")).ReplaceLineEndings("\n");

    private static bool IsProgram(string source) => CSharpSyntaxTree.ParseText(source).GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);

    /// <summary>What marks a finding on the page: a statement with a comment is not moved.</summary>
    [GeneratedRegex(@" // SESS\d{4}$", RegexOptions.Multiline)]
    private static partial Regex Mark();

    [GeneratedRegex(@"^\| In the lightbulb \| (?<titles>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex ActionsRow();

    [GeneratedRegex(@"^```csharp bad\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExampleBlock();
}
