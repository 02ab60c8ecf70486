using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>Code in <c>.cshtml</c> and <c>.razor</c> files: found, on the right line, and which settings reach it.</summary>
public class RazorTests(RazorTests.ViewsProject views) : IClassFixture<RazorTests.ViewsProject>
{
    private const string InView = "Counter.cshtml(3): warning SESS1002";
    private const string InComponent = "Counter.razor(8): warning SESS1002";

    private readonly Project _project = views.Project;

    [Fact]
    public async Task Findings_are_on_the_lines_of_the_Razor_files()
    {
        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Equal([InView, InComponent], build.Findings.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[*.cshtml]")]
    [InlineData("[*.{cshtml,razor}]")]
    [InlineData("[*.cs]")]
    [InlineData("[*]")]
    public async Task A_section_of_editorconfig_does_not_reach_them(string section)
    {
        _project.Write(".editorconfig", $"root = true\n{section}\ndotnet_diagnostic.SESS1002.severity = none\n");

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Equal([InView, InComponent], build.Findings.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_globalconfig_reaches_them()
    {
        _project.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SESS1002.severity = none\n");

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Fact]
    public async Task A_preset_reaches_them()
    {
        CommandResult build = (await _project.BuildAsync("-p:SessionAnalyzersMode=Security")).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Fact]
    public async Task NoWarn_reaches_them()
    {
        CommandResult build = (await _project.BuildAsync("-p:NoWarn=SESS1002")).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Fact]
    public async Task Warnaserror_reaches_them()
    {
        CommandResult build = (await _project.BuildAsync("-warnaserror:SESS1002")).Failed();

        Assert.Equal(2, build.Findings.Count);
    }

    [Fact]
    public async Task A_pragma_in_a_code_block_reaches_it()
    {
        _project.Write(ViewsProject.View, ViewsProject.ViewSource.Replace("@{\n", "@{\n#pragma warning disable SESS1002\n", StringComparison.Ordinal));

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Equal([InComponent], build.Findings);
    }

    [Fact]
    public async Task SuppressMessage_on_a_method_of_a_component_reaches_it()
    {
        const string Attribute = """[System.Diagnostics.CodeAnalysis.SuppressMessage("Concurrency", "SESS1002", Justification = "counted for fun")]""";
        _project.Write(ViewsProject.Component, ViewsProject.ComponentSource.Replace("    protected", $"    {Attribute}\n    protected", StringComparison.Ordinal));

        CommandResult build = (await _project.BuildAsync()).Succeeded();

        Assert.Equal([InView], build.Findings);
    }

    /// <summary>A project with one finding in a view and one in a component; every test starts from the same files.</summary>
    public sealed class ViewsProject(PackageFeed feed) : IAsyncLifetime
    {
        public const string View = "Views/Home/Counter.cshtml";

        public const string ViewSource = "<h1>Counter</h1>\n@{\n    Context.Session.SetInt32(\"Views\", (Context.Session.GetInt32(\"Views\") ?? 0) + 1);\n}\n";

        public const string Component = "Components/Counter.razor";

        public const string ComponentSource =
            """
            @inject IHttpContextAccessor Accessor
            <p>Counted</p>
            @code {
                protected override void OnInitialized()
                {
                    ISession session = Accessor.HttpContext!.Session;
                    int shown = session.GetInt32("Shown") ?? 0;
                    session.SetInt32("Shown", shown + 1);
                }
            }

            """;

        private Project? _project;

        public Project Project
        {
            get
            {
                _project!.Write(View, ViewSource);
                _project.Write(Component, ComponentSource);
                _project.Write(".editorconfig", "root = true\n");
                File.Delete(_project.PathOf(".globalconfig"));
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
