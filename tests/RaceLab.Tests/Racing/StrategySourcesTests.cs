using RaceLab.Racing;

namespace RaceLab.Tests.Racing;

/// <summary>The code beside each result, with what the analyzers said about it when RaceLab was built.</summary>
public sealed class StrategySourcesTests
{
    private readonly StrategySources _sources = new();

    [Theory]
    [InlineData("stock-session", "SESS1001", "SESS1003")]
    [InlineData("commit-after-write", "SESS1001", "SESS1002", "SESS1003")]
    [InlineData("lock-after-read", "SESS1003", "SESS1004")]
    [InlineData("granular-entries", "SESS1001", "SESS1003")]
    public void A_strategy_that_loses_is_flagged(string strategy, params string[] rules)
        => Assert.Equal(rules, SourceOf(strategy).Findings.Select(finding => finding.Rule).Distinct().Order());

    [Theory]
    [InlineData("granular-operations")]
    [InlineData("cart-api")]
    [InlineData("immutable-session")]
    public void A_strategy_that_keeps_everything_is_not(string strategy)
        => Assert.Empty(SourceOf(strategy).Findings);

    [Fact]
    public void A_strategy_that_derives_from_another_shows_both_files()
        => Assert.Equal(["SessionWhereNeeded.cs", "StockSession.cs"], _sources.Of(StrategyCatalog.Find("session-where-needed")!).Select(source => source.File));

    [Fact]
    public void Findings_lie_on_the_lines_that_write_the_session()
        => Assert.All(StrategyCatalog.All.SelectMany(_sources.Of), source => Assert.All(source.Findings, finding =>
        {
            string line = source.Text.Split('\n')[finding.StartLine - 1];
            Assert.Matches(@"context\.Session\.(Set\w+|Remove)\(", line);
        }));

    [Fact]
    public void The_text_is_the_file_that_was_compiled()
    {
        string folder = Path.Combine(Repository.Root, "samples/RaceLab/Strategies");

        Assert.All(StrategyCatalog.All.SelectMany(_sources.Of), source => Assert.Equal(File.ReadAllText(Path.Combine(folder, source.File)), source.Text));
    }

    private StrategySource SourceOf(string strategy) => _sources.Of(StrategyCatalog.Find(strategy)!)[0];
}
