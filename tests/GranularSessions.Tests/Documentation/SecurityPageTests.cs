using System.Text.RegularExpressions;

namespace GranularSessions.Tests.Documentation;

/// <summary>Every row of <c>docs/security.md</c> leads to a rule's page or says what the runtime promises, and to a test that exists.</summary>
public sealed partial class SecurityPageTests
{
    private const string Nothing = "–";

    private static readonly string Docs = Path.Combine(RepositoryRoot(), "docs");

    private static readonly IReadOnlyList<string[]> TableRows = [.. File.ReadLines(Path.Combine(Docs, "security.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
        .Where(cells => char.IsAsciiDigit(cells[0][0]))];

    public static TheoryData<string, string> Rows => [.. TableRows.Select(cells => (cells[0], cells[1]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_test_of_a_row_is_in_the_file_that_it_links_to(string requirement, string summary)
    {
        var tests = Link().Matches(Row(requirement, summary)[4]);

        Assert.NotEmpty(tests);
        Assert.All(tests, test =>
        {
            var source = File.ReadAllText(Path.Combine(Docs, test.Groups["file"].Value));
            Assert.Matches($@"\[(Fact|Theory)[^\n]*\]\s(\s*\[[^\n]+\]\s)*\s*public (async )?(Task|void) {test.Groups["text"].Value}\(", source.ReplaceLineEndings("\n"));
        });
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_rule_of_a_row_has_a_page(string requirement, string summary)
    {
        var cells = Row(requirement, summary);
        var rules = Link().Matches(cells[2]);

        Assert.True(rules.Count > 0 || cells[3] != Nothing, "neither a rule nor a promise");
        Assert.Equal(cells[2] == Nothing, rules.Count == 0);
        Assert.All(rules, rule =>
        {
            Assert.Equal($"rules/{rule.Groups["text"].Value}.md", rule.Groups["file"].Value);
            Assert.True(File.Exists(Path.Combine(Docs, rule.Groups["file"].Value)), rule.Value);
        });
    }

    [Fact]
    public void Every_security_rule_is_in_a_row()
    {
        var listed = TableRows.SelectMany(cells => Link().Matches(cells[2])).Select(rule => rule.Groups["text"].Value).ToHashSet();
        var pages = Directory.GetFiles(Path.Combine(Docs, "rules"), "SESS2*.md").Select(page => Path.GetFileNameWithoutExtension(page));

        Assert.Empty(pages.Except(listed));
    }

    [Fact]
    public void Every_requirement_that_has_a_test_of_its_name_is_in_a_row()
    {
        var tests = File.ReadAllText(Path.Combine(RepositoryRoot(), "tests", "GranularSessions.Tests", "Http", "AsvsTests.cs"));
        var named = AsvsTest().Matches(tests).Select(test => $"{test.Groups[1].Value}.{test.Groups[2].Value}.{test.Groups[3].Value}");

        Assert.Empty(named.Except(TableRows.Select(cells => cells[0])));
    }

    private static string[] Row(string requirement, string summary) => TableRows.Single(cells => cells[0] == requirement && cells[1] == summary);

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return directory.FullName;
    }

    [GeneratedRegex(@"\[`?(?<text>\w+)`?\]\((?<file>[^)]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"V(\d+)_(\d+)_(\d+)_")]
    private static partial Regex AsvsTest();
}
