using System.Text.RegularExpressions;
using SessionAnalyzers.Package.Tests.Support;

namespace SessionAnalyzers.Package.Tests;

/// <summary>Runs the commands of <c>docs/guides/enforce-in-ci.md</c> as they stand there.</summary>
public sealed partial class EnforceInCiGuideTests(BuildTests.VisitsProject visits) : IClassFixture<BuildTests.VisitsProject>
{
    private static readonly string[] Blocks =
        [.. Block().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/guides/enforce-in-ci.md")).ReplaceLineEndings("\n")).Select(block => block.Groups["yaml"].Value)];

    private readonly Project _project = visits.Project;

    public static TheoryData<string> Pipelines => ["GitHub Actions", "Azure Pipelines"];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task The_pipeline_passes_without_findings(string pipeline)
    {
        File.Delete(_project.PathOf(VisitCounter.Path));

        CommandResult last = await RunAsync(pipeline);

        last.Succeeded();
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task The_pipeline_fails_on_a_finding_and_leaves_the_log(string pipeline)
    {
        CommandResult last = (await RunAsync(pipeline)).Failed();

        Assert.Equal([VisitCounter.Error], last.Findings);
        Assert.Contains("SESS1002", _project.Read("findings.sarif"), StringComparison.Ordinal);
    }

    private async Task<CommandResult> RunAsync(string pipeline)
    {
        string yaml = Blocks[pipeline == "GitHub Actions" ? 0 : 1];
        string[] commands = [.. Command().Matches(yaml).Select(command => command.Groups["arguments"].Value)];
        Assert.Equal(2, commands.Length);

        (await DotNet.RunAsync(_project.Directory, commands[0].Split(' '))).Succeeded();
        return await DotNet.RunAsync(_project.Directory, [.. commands[1].Split(' '), "--no-incremental"]);
    }

    [GeneratedRegex(@"^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^ *- (run|script): dotnet (?<arguments>.+)$", RegexOptions.Multiline)]
    private static partial Regex Command();
}
