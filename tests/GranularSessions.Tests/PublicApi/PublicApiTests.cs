namespace GranularSessions.Tests.PublicApi;

/// <summary>
/// The public surface of each package is the one that its files list, so that a change of it is seen in review. With
/// <c>SESSION_WRITE_PUBLIC_API=1</c> the test writes the changes since the last release, with <c>SESSION_WRITE_PUBLIC_API=release</c> a
/// new release, then passes.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => ["GranularSessions", "GranularSessions.Conformance", "GranularSessions.PostgreSql", "GranularSessions.Redis"];

    [Theory]
    [MemberData(nameof(Packages))]
    public void The_public_surface_is_the_one_on_file(string package)
    {
        IReadOnlyList<string> surface = PublicSurface.Of(package);
        var files = new PublicApiFiles(package);
        switch (Environment.GetEnvironmentVariable("SESSION_WRITE_PUBLIC_API"))
        {
            case "1":
                files.WriteChanges(surface);
                break;
            case "release":
                files.WriteRelease(surface);
                break;
        }

        string[] differences =
        [
            .. files.Surface.Except(surface).Select(line => $"- {line}"),
            .. surface.Except(files.Surface).Select(line => $"+ {line}"),
        ];
        Assert.True(
            differences.Length == 0,
            $"The public surface of {package} changed. If that is meant, run this test with SESSION_WRITE_PUBLIC_API=1 and commit the files.\n{string.Join('\n', differences)}");
    }
}
