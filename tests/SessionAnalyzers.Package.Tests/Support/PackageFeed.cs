using System.Globalization;

[assembly: AssemblyFixture(typeof(SessionAnalyzers.Package.Tests.Support.PackageFeed))]

namespace SessionAnalyzers.Package.Tests.Support;

/// <summary>Packs what ships into a local feed, once, and makes directories for projects that restore from it.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("SessionAnalyzers-packages-");

    /// <summary>Unlike any published version and any earlier run's.</summary>
    public string Version { get; } = "1.0.0-test" + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>Where the packages are.</summary>
    public string Directory => Path.Combine(_root.FullName, "feed");

    public string PathOf(string package, string extension = "nupkg") => Path.Combine(Directory, $"{package}.{Version}.{extension}");

    public async ValueTask InitializeAsync()
    {
        foreach (string project in (string[])["SessionAnalyzers.Package", "GranularSessions"])
        {
            (await DotNet.RunAsync(Repository.Root, "pack", $"src/{project}", "--configuration", "Release", "--output", Directory, $"-p:Version={Version}", "-maxcpucount:1")).Succeeded();
        }
    }

    /// <summary>An empty directory whose projects restore from the feed first, and inherit nothing from this repository.</summary>
    public string CreateWorkspace(string name)
    {
        string workspace = _root.CreateSubdirectory($"{name}-{Guid.NewGuid():N}").FullName;
        string ownPackages = Path.Combine(_root.FullName, "installed");
        string knownPackages = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(
            Path.Combine(workspace, "nuget.config"),
            $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{ownPackages}" />
              </config>
              <fallbackPackageFolders>
                <add key="known" value="{knownPackages}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="test" value="{Directory}" />
              </packageSources>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(workspace, "Directory.Build.props"), Project.Settings());
        File.WriteAllText(Path.Combine(workspace, ".editorconfig"), "root = true\n");
        System.IO.Directory.CreateDirectory(knownPackages);
        return workspace;
    }

    /// <summary>A new project from a template of the SDK, with the analyzers installed.</summary>
    public async Task<Project> CreateProjectAsync(string template, params string[] options)
    {
        string directory = CreateWorkspace(template);
        (await DotNet.RunAsync(directory, ["new", template, "--name", Project.RootNamespace, "--output", directory, "--force", .. options])).Succeeded();
        File.Move(Path.Combine(directory, $"{Project.RootNamespace}.csproj"), Path.Combine(directory, "App.csproj"));
        var project = new Project(directory, this);
        await project.AddPackageAsync("SessionAnalyzers");
        return project;
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
