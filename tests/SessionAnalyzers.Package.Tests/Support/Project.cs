namespace SessionAnalyzers.Package.Tests.Support;

/// <summary>A project of a user who installed the package.</summary>
public sealed class Project(string directory, PackageFeed feed)
{
    /// <summary>Not App, which Blazor's template calls a component.</summary>
    public const string RootNamespace = "Site";

    public string Directory => directory;

    /// <summary>A Directory.Build.props with the given properties.</summary>
    public static string Settings(string properties = "") =>
        // The Blazor template restores a package of scripts for this, which a mirror may not have and no build here needs.
        $"<Project><PropertyGroup><RequiresAspNetWebAssets>false</RequiresAspNetWebAssets><RootNamespace>{RootNamespace}</RootNamespace>{properties}</PropertyGroup></Project>";

    public string PathOf(string file) => Path.Combine(directory, file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public void Write(string file, string text)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Registers a session that no rule objects to.</summary>
    public void AddSession()
    {
        const string Build = "var app = builder.Build();";
        string program = Read("Program.cs");
        Assert.Contains(Build, program, StringComparison.Ordinal);
        Write("Program.cs", program.Replace(
            Build,
            $"builder.Services.AddSession(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always);\n\n{Build}\napp.UseSession();",
            StringComparison.Ordinal));
    }

    internal async Task AddPackageAsync(string package) =>
        (await DotNet.RunAsync(directory, "add", "App.csproj", "package", package, "--version", feed.Version)).Succeeded();

    /// <summary>Builds everything anew, so that all findings are printed.</summary>
    internal Task<CommandResult> BuildAsync(params IEnumerable<string> arguments) =>
        DotNet.RunAsync(directory, ["build", "App.csproj", "--no-incremental", "-maxcpucount:1", "-p:UseSharedCompilation=false", .. arguments]);
}
