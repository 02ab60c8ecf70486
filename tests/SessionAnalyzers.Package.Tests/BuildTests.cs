using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>What a build shows, and every way a user has to say how loud a rule is.</summary>
public class BuildTests(PackageFeed feed, BuildTests.VisitsProject visits) : IClassFixture<BuildTests.VisitsProject>
{
    private readonly Project _project = visits.Project;

    [Fact]
    public async Task A_finding_is_a_warning_with_a_link_to_its_page()
    {
        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Equal([VisitCounter.Warning], build.Findings);
        Assert.Contains("docs/rules/SESS1002.md", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Warnaserror_of_a_rule_fails_the_build()
    {
        CommandResult build = (await _project.BuildAsync("-warnaserror:SESS1002")).Failed();

        Assert.Equal([VisitCounter.Error], build.Findings);
    }

    [Fact]
    public async Task Warnaserror_of_another_rule_does_not()
    {
        CommandResult build = (await _project.BuildAsync("-warnaserror:SESS2001")).Succeeded();

        Assert.Equal([VisitCounter.Warning], build.Findings);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("warning")]
    [InlineData("suggestion")]
    [InlineData("none")]
    public async Task A_severity_in_editorconfig_is_followed(string severity)
    {
        _project.Write(".editorconfig", $"root = true\n[*.cs]\ndotnet_diagnostic.SESS1002.severity = {severity}\n");

        CommandResult build = await _project.BuildAsync();

        string[] expected = severity switch
        {
            "error" => [VisitCounter.Error],
            "warning" => [VisitCounter.Warning],
            _ => [],
        };
        Assert.Equal(expected, build.Findings);
    }

    [Fact]
    public async Task A_pragma_excuses_a_place()
    {
        _project.Write(VisitCounter.Path, "#pragma warning disable SESS1002 // counted for fun\n" + VisitCounter.Source);

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Fact]
    public async Task SuppressMessage_excuses_a_method()
    {
        const string Attribute = """[System.Diagnostics.CodeAnalysis.SuppressMessage("Concurrency", "SESS1002", Justification = "counted for fun")]""";
        _project.Write(VisitCounter.Path, VisitCounter.Source.Replace("    public IActionResult", $"    {Attribute}\n    public IActionResult", StringComparison.Ordinal));

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Theory]
    [InlineData("Recommended", true)]
    [InlineData("All", true)]
    [InlineData("Security", false)]
    [InlineData("None", false)]
    public async Task A_preset_chooses_the_rules(string preset, bool isReported)
    {
        CommandResult build = (await _project.BuildAsync($"-p:SessionAnalyzersMode={preset}")).Succeeded();

        Assert.Equal(isReported, build.Findings.Contains(VisitCounter.Warning));
    }

    [Theory]
    [InlineData("Recommended", false)]
    [InlineData("All", true)]
    public async Task A_preset_says_whether_suggestions_are_shown(string preset, bool isShown)
    {
        _project.Write("Options.cs", """
            internal static class Options
            {
                public static void Set(SessionOptions options) => options.IdleTimeout = TimeSpan.FromDays(400);
            }
            """);

        CommandResult build = (await _project.BuildAsync($"-p:SessionAnalyzersMode={preset}")).Succeeded();

        Assert.Equal(isShown, build.Findings.Contains("Options.cs(3): warning SESS2010"));
    }

    [Fact]
    public async Task The_project_s_editorconfig_wins_over_a_preset()
    {
        _project.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SESS1002.severity = error\n");

        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersMode=None")).Failed();

        Assert.Equal([VisitCounter.Error], build.Findings);
    }

    [Fact]
    public async Task The_project_s_globalconfig_wins_over_a_preset()
    {
        _project.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SESS1002.severity = error\n");

        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersMode=None")).Failed();

        Assert.Equal([VisitCounter.Error], build.Findings);
    }

    [Fact]
    public async Task A_preset_can_be_pinned_to_a_release()
    {
        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersMode=All", "-p:SessionAnalyzersVersion=1.0")).Succeeded();

        Assert.Contains(VisitCounter.Warning, build.Findings);
    }

    [Fact]
    public async Task A_test_project_is_told_of_code_that_does_not_work_and_not_of_long_sessions()
    {
        _project.Write("Options.cs", """
            internal static class Options
            {
                public static void Set(SessionOptions options) => options.IdleTimeout = TimeSpan.FromDays(400);
            }
            """);

        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersMode=All", "-p:IsTestProject=true")).Succeeded();

        Assert.Equal(["SESS1002"], build.Rules);
    }

    [Fact]
    public async Task An_unknown_preset_fails_the_build_and_names_the_known_ones()
    {
        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersMode=Strict")).Failed();

        Assert.Contains("SessionAnalyzersMode is 'Strict'; it may be Recommended, Security, All or None.", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_release_fails_the_build_and_names_the_known_ones()
    {
        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersVersion=0.9")).Failed();

        Assert.Contains("SessionAnalyzersVersion is '0.9'; it may be 'latest' or '1.0'.", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_runtime_installs_beside_the_analyzers()
    {
        Project project = await feed.CreateProjectAsync("mvc");
        await project.AddPackageAsync("GranularSessions");
        project.Write("Counter.cs", """
            using GranularSessions;

            public static class Counter
            {
                public static Task<long> CountAsync(HttpContext context) => context.GetSessionState().Counter("visits").IncrementAsync();
            }
            """);

        CommandResult build = (await project.BuildAsync("-p:SessionAnalyzersMode=All")).Succeeded();

        Assert.Empty(build.Findings);
    }

    /// <summary>One project for all tests of the class, which run one after the other; each starts from the same files.</summary>
    public sealed class VisitsProject(PackageFeed feed) : IAsyncLifetime
    {
        private Project? _project;

        public Project Project
        {
            get
            {
                _project!.Write(VisitCounter.Path, VisitCounter.Source);
                _project.Write(".editorconfig", "root = true\n");
                _project.Write("Directory.Build.props", Support.Project.Settings());
                File.Delete(_project.PathOf(".globalconfig"));
                File.Delete(_project.PathOf("Options.cs"));
                return _project;
            }
        }

        public async ValueTask InitializeAsync()
        {
            _project = await feed.CreateProjectAsync("mvc");
            _project.AddSession();
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
