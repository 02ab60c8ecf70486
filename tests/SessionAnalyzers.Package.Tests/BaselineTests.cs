using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>A legacy project turns the rules on, and only what is new fails its build.</summary>
public class BaselineTests(BuildTests.VisitsProject visits) : IClassFixture<BuildTests.VisitsProject>, IDisposable
{
    private const string Baseline = "SessionAnalyzers.baseline.txt";

    private const string SecondCounter =
        """
        using Microsoft.AspNetCore.Mvc;

        namespace Site.Controllers;

        public class LikesController : Controller
        {
            public void Like() => HttpContext.Session.SetInt32("Likes", (HttpContext.Session.GetInt32("Likes") ?? 0) + 1);
        }

        """;

    private readonly Project _project = visits.Project;

    public void Dispose()
    {
        File.Delete(_project.PathOf(Baseline));
        File.Delete(_project.PathOf("Controllers/LikesController.cs"));
    }

    [Fact]
    public async Task The_baseline_lists_rule_file_and_line_text()
    {
        CommandResult build = (await WriteBaselineAsync()).Succeeded();

        string[] entries = [.. _project.Read(Baseline).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith('#'))];
        Assert.Equal(
            [
                "SESS1002\tControllers/VisitsController.cs\tHttpContext.Session.SetInt32(\"Visits\", visits + 1);",
                "SESS3011\tProgram.cs\tbuilder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);",
            ],
            entries);
        Assert.Contains("2 findings", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Known_findings_do_not_fail_a_strict_build()
    {
        await WriteBaselineAsync();

        CommandResult build = (await _project.BuildAsync("-warnaserror:SESS1002")).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Fact]
    public async Task A_new_finding_fails_it()
    {
        await WriteBaselineAsync();
        _project.Write("Controllers/LikesController.cs", SecondCounter);

        CommandResult build = (await _project.BuildAsync("-warnaserror:SESS1002")).Failed();

        Assert.Equal(["LikesController.cs(7): error SESS1002"], build.Findings);
    }

    [Fact]
    public async Task A_known_finding_stays_known_when_lines_move()
    {
        await WriteBaselineAsync();
        _project.Write(VisitCounter.Path, "// A comment.\n\n" + VisitCounter.Source);

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Fact]
    public async Task A_second_finding_on_an_equal_line_is_new()
    {
        await WriteBaselineAsync();
        const string Action = "    public IActionResult Index()";
        string body = VisitCounter.Source[VisitCounter.Source.IndexOf(Action, StringComparison.Ordinal)..VisitCounter.Source.LastIndexOf('}')];
        _project.Write(VisitCounter.Path, VisitCounter.Source.Replace(Action, body.Replace("Index", "Again", StringComparison.Ordinal) + "\n" + Action, StringComparison.Ordinal));

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Single(build.Findings);
    }

    [Fact]
    public async Task A_finding_that_is_a_build_error_does_not_stop_the_baseline_from_being_written()
    {
        _project.Write("Directory.Build.props", Project.Settings("<WarningsAsErrors>SESS1002</WarningsAsErrors>"));

        CommandResult build = (await WriteBaselineAsync()).Succeeded();

        Assert.Contains("2 findings", build.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writing_it_again_forgets_what_was_fixed()
    {
        await WriteBaselineAsync();
        _project.Write(VisitCounter.Path, SecondCounter.Replace("LikesController", "VisitsController", StringComparison.Ordinal));

        await WriteBaselineAsync();

        Assert.DoesNotContain("Visits\"", _project.Read(Baseline), StringComparison.Ordinal);
        Assert.Contains("Likes\"", _project.Read(Baseline), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_in_a_view_is_known_by_its_Razor_line()
    {
        _project.Write("Views/Home/Counter.cshtml", "@{\n    Context.Session.SetInt32(\"Views\", (Context.Session.GetInt32(\"Views\") ?? 0) + 1);\n}\n");
        try
        {
            await WriteBaselineAsync();

            CommandResult build = (await _project.BuildAsync("-warnaserror:SESS1002")).Succeeded();

            Assert.Contains("SESS1002\tViews/Home/Counter.cshtml\tContext.Session.SetInt32(", _project.Read(Baseline), StringComparison.Ordinal);
            Assert.Empty(build.Findings);
        }
        finally
        {
            File.Delete(_project.PathOf("Views/Home/Counter.cshtml"));
        }
    }

    private Task<CommandResult> WriteBaselineAsync() =>
        DotNet.RunAsync(_project.Directory, ["build", "App.csproj", "-p:SessionAnalyzersWriteBaseline=true", "-maxcpucount:1", "-p:UseSharedCompilation=false"]);
}
