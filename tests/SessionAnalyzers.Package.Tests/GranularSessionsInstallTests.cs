using System.Net;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>Installs the packages of GranularSessions as their readmes say, and uses them as these show.</summary>
public class GranularSessionsInstallTests(PackageFeed feed)
{
    [Fact]
    public async Task A_new_app_installs_the_package_builds_without_a_warning_and_counts_a_visitor_s_requests()
    {
        Project project = await feed.CreateProjectWithAsync("GranularSessions", "web");
        project.Write("Program.cs", Example("GranularSessions"));
        (await project.BuildAsync()).SucceededWithoutWarning();
        await using RunningApp app = await RunningApp.StartAsync(project.PathOf("bin/Debug/net10.0/App.dll"));

        HttpResponseMessage first = await app.GetAsync("/", cookie: null);
        string cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        HttpResponseMessage second = await app.GetAsync("/", cookie.Split(';')[0]);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.StartsWith("__Host-GranularSession=", cookie, StringComparison.Ordinal);
        Assert.Equal("Visit 1", await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Visit 2", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_example_of_the_PostgreSQL_store_builds_without_a_warning()
    {
        Project project = feed.CreateWebProject("GranularSessions.PostgreSql");
        project.Write("Program.cs", Example("GranularSessions.PostgreSql"));

        (await project.BuildAsync()).SucceededWithoutWarning();
    }

    [Fact]
    public async Task The_example_of_the_Redis_store_builds_without_a_warning_on_the_app_s_own_client()
    {
        // The client that this machine has: the example compiles on it as on those since, which alone run.
        Project project = feed.CreateWebProject("GranularSessions.Redis", ("StackExchange.Redis", "1.2.6"));
        project.Write("Program.cs", Example("GranularSessions.Redis"));

        (await project.BuildAsync()).SucceededWithoutWarning();
    }

    [Fact]
    public async Task The_example_of_the_conformance_suite_builds_without_a_warning_and_the_suite_s_tests_are_found()
    {
        Project project = feed.CreateWebProject("GranularSessions.Conformance", ("xunit.v3", "3.2.2"));
        project.Write("MyStoreTests.cs", Example("GranularSessions.Conformance"));
        project.Write("MyStore.cs", """
            using GranularSessions;
            using GranularSessions.Storage;
            using Microsoft.Extensions.Options;

            public sealed class MyStore(IOptions<GranularSessionOptions> options, TimeProvider clock) : SessionStore
            {
                public override string Name => $"mine, {options.Value.IdleTimeout} from {clock.GetUtcNow()}";

                public override ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken) => throw new NotSupportedException();

                public override CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout) => throw new NotSupportedException();

                public override ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken) => throw new NotSupportedException();

                public override CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout) => throw new NotSupportedException();

                public override ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken) => throw new NotSupportedException();

                public override ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken) => throw new NotSupportedException();

                public override ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();
            }
            """);

        (await project.BuildAsync()).SucceededWithoutWarning();
        CommandResult list = await DotNet.RunAsync(project.Directory, "bin/Debug/net10.0/App.dll", "-list", "methods");

        // Every suite of the package has a class in the example, and so a test of its own.
        string[] suites = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/GranularSessions.Conformance"), "*Conformance.cs").Select(Path.GetFileNameWithoutExtension).OfType<string>()];
        string example = project.Read("MyStoreTests.cs");
        Assert.All(suites, suite => Assert.Contains($" : {suite}(store), ", example, StringComparison.Ordinal));
        Assert.Contains("MyCounters.", list.Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>The C# of a package's readme.</summary>
    private string Example(string package)
    {
        using var archive = new PackageArchive(feed.PathOf(package));
        return archive.Text("README.md").Split("```csharp\n")[1].Split("```")[0];
    }
}
