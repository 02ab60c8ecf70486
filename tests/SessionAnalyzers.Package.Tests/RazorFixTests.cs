using Microsoft.CodeAnalysis;
using SessionAnalyzers.Package.Tests.Ide;
using SessionAnalyzers.Package.Tests.Support;
using Project = SessionAnalyzers.Package.Tests.Support.Project;

namespace SessionAnalyzers.Package.Tests;

/// <summary>What fixes do where Razor files have findings too: they edit code files only, and change no key that a Razor file uses.</summary>
public class RazorFixTests(RazorFixTests.CountersProject counters) : IClassFixture<RazorFixTests.CountersProject>
{
    private const string Fixed = """.Counter("Visits")""";

    private readonly Project _project = counters.Project;

    [Fact]
    public async Task The_menu_at_a_finding_in_a_view_or_component_has_no_fix()
    {
        _project.Write(RazorTests.ViewsProject.View, RazorTests.ViewsProject.ViewSource);
        _project.Write(RazorTests.ViewsProject.Component, RazorTests.ViewsProject.ComponentSource);
        using Lightbulb lightbulb = await Lightbulb.OpenAsync(_project.PathOf("App.csproj"));
        Microsoft.CodeAnalysis.Project project = lightbulb.Solution.Projects.Single();
        Diagnostic[] inRazor = [.. (await Lightbulb.FindingsAsync(project)).Where(finding => !finding.Location.GetMappedLineSpan().Path.EndsWith(".cs", StringComparison.Ordinal))];

        Assert.Equal(["SESS1002", "SESS1002"], inRazor.Select(finding => finding.Id));
        foreach (Diagnostic finding in inRazor)
        {
            Assert.Empty(await lightbulb.ActionsAsync(project, finding));
        }
    }

    [Fact]
    public async Task Dotnet_format_fixes_code_files_where_no_Razor_file_has_a_finding()
    {
        (await FormatAsync()).Succeeded();

        Assert.Contains(Fixed, _project.Read(VisitCounter.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dotnet_format_leaves_findings_in_Razor_files_and_says_nothing()
    {
        _project.Write(RazorTests.ViewsProject.View, RazorTests.ViewsProject.ViewSource);
        File.Delete(_project.PathOf(VisitCounter.Path));

        CommandResult format = (await FormatAsync()).Succeeded();

        Assert.Equal("", format.Output);
        Assert.Equal(RazorTests.ViewsProject.ViewSource, _project.Read(RazorTests.ViewsProject.View));
    }

    [Fact]
    public async Task Dotnet_format_fixes_code_files_beside_a_Razor_file_with_a_finding()
    {
        _project.Write(RazorTests.ViewsProject.View, RazorTests.ViewsProject.ViewSource);

        (await FormatAsync()).Succeeded();

        Assert.Contains(Fixed, _project.Read(VisitCounter.Path), StringComparison.Ordinal);
        Assert.Equal(RazorTests.ViewsProject.ViewSource, _project.Read(RazorTests.ViewsProject.View));
    }

    [Fact]
    public async Task A_pragma_in_the_Razor_file_lets_dotnet_format_fix_the_code_files()
    {
        _project.Write(RazorTests.ViewsProject.View, RazorTests.ViewsProject.ViewSource.Replace("@{\n", "@{\n#pragma warning disable SESS1002\n", StringComparison.Ordinal));

        (await FormatAsync()).Succeeded();

        Assert.Contains(Fixed, _project.Read(VisitCounter.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dotnet_format_passes_over_suggestions_unless_asked_for_them()
    {
        _project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SESS1002.severity = suggestion\n");

        (await FormatAsync("warn")).Succeeded();
        string passedOver = _project.Read(VisitCounter.Path);
        (await FormatAsync("info")).Succeeded();

        Assert.Equal(VisitCounter.Source, passedOver);
        Assert.Contains(Fixed, _project.Read(VisitCounter.Path), StringComparison.Ordinal);
    }

    private Task<CommandResult> FormatAsync(string severity = "info") =>
        DotNet.RunAsync(_project.Directory, "format", "analyzers", "App.csproj", "--no-restore", "--diagnostics", "SESS1002", "--severity", severity);

    /// <summary>A project with one finding in a controller; every test starts from the same files.</summary>
    public sealed class CountersProject(PackageFeed feed) : IAsyncLifetime
    {
        private Project? _project;

        public Project Project
        {
            get
            {
                _project!.Write(VisitCounter.Path, VisitCounter.Source);
                _project.Write(".editorconfig", "root = true\n");
                Directory.CreateDirectory(_project.PathOf("Components"));
                File.Delete(_project.PathOf(RazorTests.ViewsProject.View));
                File.Delete(_project.PathOf(RazorTests.ViewsProject.Component));
                return _project;
            }
        }

        public async ValueTask InitializeAsync()
        {
            _project = await feed.CreateProjectAsync("mvc");
            await _project.AddPackageAsync("GranularSessions");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
