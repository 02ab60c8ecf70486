using RaceLab.Racing;
using RaceLab.Sources;

namespace RaceLab.Tests.Sources;

/// <summary>The code beside each result, with what the analyzers said about it when RaceLab was built.</summary>
public sealed class SourceFilesTests
{
    private readonly SourceFiles _sources = new();

    [Theory]
    [InlineData("stock-session", "SESS1001", "SESS1003")]
    [InlineData("commit-after-write", "SESS1001", "SESS1002", "SESS1003")]
    [InlineData("lock-after-read", "SESS1003", "SESS1004")]
    [InlineData("granular-entries", "SESS1001", "SESS1003")]
    public void A_strategy_that_loses_is_flagged(string strategy, params string[] rules)
        => Assert.Equal(rules, SourceOf(strategy).Findings.Select(finding => finding.Rule).Distinct().Order());

    [Theory]
    [InlineData("lock-per-session")]
    [InlineData("granular-operations")]
    [InlineData("cart-api")]
    [InlineData("immutable-session")]
    public void A_strategy_that_keeps_everything_is_not(string strategy)
        => Assert.Empty(SourceOf(strategy).Findings);

    [Theory]
    [InlineData("Csrf/Wrong/ComparedToken.cs", "SESS1003")]
    [InlineData("Classics/Wrong/VisitCounter.cs", "SESS1001")]
    [InlineData("Classics/Wrong/Pharmacy.cs", "SESS1002", "SESS2008")]
    [InlineData("Classics/Wrong/Login.cs", "SESS2001", "SESS2002", "SESS2013")]
    [InlineData("Classics/Wrong/ConditionalDraft.cs", "SESS1001")]
    public void A_wrong_way_is_flagged(string path, params string[] rules)
        => Assert.Equal(rules, _sources.Find(path)!.Findings.Select(finding => finding.Rule).Distinct().Order());

    [Theory]
    [InlineData("Csrf/ConsumedToken.cs")]
    [InlineData("Csrf/DerivedToken.cs")]
    [InlineData("Csrf/DoubleSubmitCookie.cs")]
    [InlineData("Classics/VisitCounter.cs")]
    [InlineData("Classics/Pharmacy.cs")]
    [InlineData("Classics/Login.cs")]
    [InlineData("Classics/SessionAdministration.cs")]
    [InlineData("Classics/ConditionalDraft.cs")]
    public void A_right_way_is_not(string path)
        => Assert.Empty(_sources.Find(path)!.Findings);

    [Fact]
    public void A_file_that_the_page_does_not_show_is_not_found()
        => Assert.Null(_sources.Find("Lab.cs"));

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

    private SourceFile SourceOf(string strategy) => _sources.Of(StrategyCatalog.Find(strategy)!)[0];
}
