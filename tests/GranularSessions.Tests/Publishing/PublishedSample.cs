using System.Diagnostics;
using System.Runtime.InteropServices;
using GranularSessions.Tests.Support;

[assembly: AssemblyFixture(typeof(GranularSessions.Tests.Publishing.PublishedSample))]

namespace GranularSessions.Tests.Publishing;

/// <summary><c>samples/AotSample</c>, published trimmed into a folder of its own, once, when the first test asks.</summary>
public sealed class PublishedSample : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("granular-aot-sample-");
    private readonly Lazy<Task<(int ExitCode, string Output)>> _publish;

    public PublishedSample() => _publish = new(PublishAsync);

    /// <summary>What the command printed, and whether it succeeded.</summary>
    public Task<(int ExitCode, string Output)> Publish => _publish.Value;

    /// <summary>Starts the published app and waits until it listens.</summary>
    public async Task<RunningSample> StartAsync(params (string Name, string Value)[] settings)
    {
        var (exitCode, output) = await Publish;
        Assert.True(exitCode == 0, output);
        var start = new ProcessStartInfo(Path.Combine(_folder.FullName, "out", "AotSample"))
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return await RunningSample.StartAsync(start);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int ExitCode, string Output)> PublishAsync()
    {
        var project = Path.Combine(Repository.Root, "samples", "AotSample", "AotSample.csproj");
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "publish", project, "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", Path.Combine(_folder.FullName, "out"),
                // Nothing is shared with the build that runs this test.
                "--artifacts-path", Path.Combine(_folder.FullName, "artifacts"), "-maxcpucount:1",
            },
            RedirectStandardOutput = true,
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["UseSharedCompilation"] = "false", ["DOTNET_NOLOGO"] = "1" },
        };
        // What the test run has set for its own MSBuild.
        foreach (var name in (string[])["MSBuildSDKsPath", "MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "DOTNET_HOST_PATH"])
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
