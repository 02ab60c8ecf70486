using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>Installs the package into what <c>dotnet new</c> makes.</summary>
public class TemplateTests(PackageFeed feed)
{
    [Theory]
    [InlineData("mvc")]
    [InlineData("webapp")]
    [InlineData("blazor")]
    [InlineData("webapi", "--no-openapi")]
    [InlineData("web")]
    public async Task An_untouched_template_has_no_finding(string template, params string[] options)
    {
        Project project = await feed.CreateProjectAsync(template, options);

        CommandResult build = (await project.BuildAsync("-p:SessionAnalyzersMode=All")).Succeeded();

        Assert.Empty(build.Findings);
    }

    [Theory]
    [InlineData("mvc")]
    [InlineData("webapp")]
    [InlineData("blazor")]
    [InlineData("webapi", "--no-openapi")]
    public async Task A_lost_update_is_found_in_a_template_and_that_the_session_was_never_registered(string template, params string[] options)
    {
        Project project = await feed.CreateProjectAsync(template, options);
        project.Write(VisitCounter.Path, VisitCounter.Source);

        CommandResult build = (await project.BuildAsync()).Succeeded();

        Assert.Contains(VisitCounter.Warning, build.Findings);
        Assert.Contains("SESS3009", build.Rules);
    }

    [Fact]
    public async Task Nothing_of_the_package_is_published()
    {
        Project project = await feed.CreateProjectAsync("mvc");

        (await DotNet.RunAsync(project.Directory, "publish", "App.csproj", "--output", project.PathOf("published"), "-maxcpucount:1")).Succeeded();

        Assert.DoesNotContain(Directory.EnumerateFiles(project.PathOf("published"), "*", SearchOption.AllDirectories), file => Path.GetFileName(file).Contains("SessionAnalyzers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_that_references_a_project_with_the_package_is_analysed_only_by_its_own()
    {
        Project web = await feed.CreateProjectAsync("mvc");
        web.AddSession();
        web.Write(VisitCounter.Path, VisitCounter.Source);
        web.Write("../" + Path.GetFileName(web.Directory) + "-host/Host.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><OutputType>Library</OutputType></PropertyGroup>
            </Project>
            """);
        string host = web.Directory + "-host";
        File.WriteAllText(Path.Combine(host, "VisitsController.cs"), "global using Microsoft.AspNetCore.Http;\n" + VisitCounter.Source);
        (await DotNet.RunAsync(host, "add", "Host.csproj", "reference", web.PathOf("App.csproj"))).Succeeded();

        CommandResult build = (await DotNet.RunAsync(host, "build", "Host.csproj", "--no-incremental", "-p:BuildProjectReferences=true", "-maxcpucount:1")).Succeeded();

        Assert.Single(build.Findings);
    }
}
