using System.Text.RegularExpressions;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>
/// What pages say of rules in tables is what the rules say of themselves. With <c>SESSION_WRITE_RULE_PAGES=1</c> the tests write it, then pass.
/// </summary>
public sealed partial class GeneratedPagesTests
{
    private static readonly string Readme = Path.Combine(Repository.Root, "README.md");

    private static readonly string ListOfRules = Path.Combine(RulePage.Folder, "README.md");

    public static TheoryData<string> Rules => [.. RuleFacts.Ids];

    private static bool Writes => Environment.GetEnvironmentVariable("SESSION_WRITE_RULE_PAGES") == "1";

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_header_of_the_page_is_the_rule_s(string id)
    {
        RuleFacts rule = await RuleFacts.ReadAsync(id);
        if (Writes)
        {
            rule.Page.WriteHeader(rule.Header);
        }

        Assert.Equal(rule.Header, RulePage.Read(id).Header);
    }

    [Fact]
    public async Task The_list_of_rules_is_complete()
    {
        RuleFacts[] rules = await Task.WhenAll(RuleFacts.Ids.Select(RuleFacts.ReadAsync));

        AssertIs(
            string.Join('\n',
            [
                "# Rules",
                "",
                "| Rule | Reports | Category | Default severity | Fix |",
                "|---|---|---|---|---|",
                .. rules.Select(rule => rule.Row),
                "",
                "[What they can be configured with](SESS0001.md#configuration)",
                "",
            ]),
            ListOfRules);
    }

    [Fact]
    public async Task The_README_lists_every_rule_with_its_severity()
    {
        RuleFacts[] rules = await Task.WhenAll(RuleFacts.Ids.Select(RuleFacts.ReadAsync));
        string text = File.ReadAllText(Readme).ReplaceLineEndings("\n");
        var prose = RuleRow().Matches(text).ToDictionary(row => row.Groups["id"].Value, row => row.Groups["prose"].Value);

        string table = string.Concat(rules.Select(rule => $"| [{rule.Id}](docs/rules/{rule.Id}.md) {rule.Name} | {rule.Severity.ToLowerInvariant()} |{prose.GetValueOrDefault(rule.Id, " | |")}\n"));

        AssertIs(RuleTable().Replace(text, table), Readme);
        Assert.All(rules, rule => Assert.NotEqual(" | |", prose[rule.Id]));
    }

    private static void AssertIs(string expected, string file)
    {
        if (Writes)
        {
            File.WriteAllText(file, expected);
        }

        Assert.Equal(expected, File.ReadAllText(file).ReplaceLineEndings("\n"));
    }

    [GeneratedRegex(@"^\| \[(?<id>SESS\d{4})\]\([^)]+\) \w+ \| \w+ \|(?<prose>.*)$", RegexOptions.Multiline)]
    private static partial Regex RuleRow();

    [GeneratedRegex(@"(^\| \[SESS\d{4}\].*\n)+", RegexOptions.Multiline)]
    private static partial Regex RuleTable();
}
