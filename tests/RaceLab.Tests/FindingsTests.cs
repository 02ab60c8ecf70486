using System.Text.Json;

namespace RaceLab.Tests;

/// <summary>What the analyzers said when RaceLab was built: the wrong ways carry their findings, the right ways none.</summary>
public sealed class FindingsTests
{
    [Theory]
    [InlineData("Csrf/Wrong/ComparedToken.cs", "SESS1003")]
    [InlineData("Classics/Wrong/VisitCounter.cs", "SESS1001")]
    [InlineData("Classics/Wrong/Pharmacy.cs", "SESS1002", "SESS2008")]
    [InlineData("Classics/Wrong/Login.cs", "SESS2001", "SESS2002", "SESS2013")]
    [InlineData("Classics/Wrong/ConditionalDraft.cs", "SESS1001")]
    public void A_wrong_way_carries_its_findings(string file, params string[] rules)
        => Assert.Equal(rules, Findings().Where(finding => finding.File.EndsWith("/" + file, StringComparison.Ordinal)).Select(finding => finding.Rule).Distinct().Order());

    [Fact]
    public void The_right_ways_carry_none()
    {
        var right = Findings().Where(finding => finding.File.Contains("/Csrf/", StringComparison.Ordinal) || finding.File.Contains("/Classics/", StringComparison.Ordinal))
            .Where(finding => !finding.File.Contains("/Wrong/", StringComparison.Ordinal));

        Assert.Empty(right);
    }

    private static IEnumerable<(string File, string Rule)> Findings()
    {
        using var log = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "findings.sarif")));
        return [.. log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()
            .Where(result => result.GetProperty("ruleId").GetString()!.StartsWith("SESS", StringComparison.Ordinal))
            .Select(result => (
                result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()!,
                result.GetProperty("ruleId").GetString()!))];
    }
}
