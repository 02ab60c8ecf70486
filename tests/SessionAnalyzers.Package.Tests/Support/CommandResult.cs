using System.Text.RegularExpressions;

namespace SessionAnalyzers.Package.Tests.Support;

internal sealed partial record CommandResult(int ExitCode, string Output)
{
    /// <summary>The lines of the build that report a rule, each once, as <c>file(line,column): severity id</c>.</summary>
    public IReadOnlyList<string> Findings =>
        [.. FindingPattern().Matches(Output).Select(match => $"{Path.GetFileName(match.Groups["file"].Value)}({match.Groups["line"].Value}): {match.Groups["severity"].Value} {match.Groups["id"].Value}").Distinct()];

    /// <summary>The rules that the build reports, each once, in order.</summary>
    public IReadOnlyList<string> Rules => [.. FindingPattern().Matches(Output).Select(match => match.Groups["id"].Value).Distinct().Order()];

    public CommandResult Succeeded()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }

    public CommandResult SucceededWithoutWarning()
    {
        Assert.False(Succeeded().Output.Contains(": warning ", StringComparison.Ordinal), Output);
        return this;
    }

    public CommandResult Failed()
    {
        Assert.True(ExitCode != 0, Output);
        return this;
    }

    [GeneratedRegex(@"^\s*(?<file>.+?)\((?<line>\d+),\d+\): (?<severity>warning|error) (?<id>SESS\d{4}):", RegexOptions.Multiline)]
    private static partial Regex FindingPattern();
}
