using System.Globalization;

[assembly: AssemblyFixture(typeof(SessionAnalyzers.Package.Tests.Support.PackageFeed))]

namespace SessionAnalyzers.Package.Tests.Support;

/// <summary>Packs what ships into a local feed, once, and makes directories for projects that restore from it.</summary>
public sealed class PackageFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("SessionAnalyzers-packages-");

    /// <summary>Unlike any published version and any earlier run's.</summary>
    public string Version { get; } = "1.0.0-test" + DateTime.UtcNow.Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>The packages beside SessionAnalyzers, each with symbols.</summary>
    public static IReadOnlyList<string> RuntimePackages { get; } = ["GranularSessions", "GranularSessions.Conformance", "GranularSessions.PostgreSql", "GranularSessions.Redis"];

    /// <summary>Where the packages are.</summary>
    public string Directory => Path.Combine(_root.FullName, "feed");

    /// <summary>What the command printed that made them.</summary>
    public string PackOutput { get; private set; } = "";

    public string PathOf(string package, string extension = "nupkg") => Path.Combine(Directory, $"{package}.{Version}.{extension}");

    public async ValueTask InitializeAsync()
    {
        CommandResult pack = (await DotNet.RunAsync(Repository.Root, "pack", $"-p:PackageOutputPath={Directory}", $"-p:PackageVersion={Version}", "-p:ContinuousIntegrationBuild=true", "-maxcpucount:1")).Succeeded();
        PackOutput = pack.Output;
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
    public Task<Project> CreateProjectAsync(string template, params string[] options) => CreateProjectWithAsync("SessionAnalyzers", template, options);

    /// <summary>A new project from a template of the SDK, with a package of the feed installed.</summary>
    public async Task<Project> CreateProjectWithAsync(string package, string template, params string[] options)
    {
        string directory = CreateWorkspace(template);
        (await DotNet.RunAsync(directory, ["new", template, "--name", Project.RootNamespace, "--output", directory, "--force", .. options])).Succeeded();
        File.Move(Path.Combine(directory, $"{Project.RootNamespace}.csproj"), Path.Combine(directory, "App.csproj"));
        var project = new Project(directory, this);
        await project.AddPackageAsync(package);
        return project;
    }

    /// <summary>A project file alone, with a package of the feed and others that the machine has.</summary>
    public Project CreateWebProject(string package, params (string Name, string Version)[] others)
    {
        var project = new Project(CreateWorkspace(package), this);
        IEnumerable<string> references = [.. others.Append((package, Version)).Select(reference => $"""<PackageReference Include="{reference.Item1}" Version="{reference.Item2}" />""")];
        project.Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
              <ItemGroup>{string.Concat(references)}</ItemGroup>
            </Project>
            """);
        return project;
    }

    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
