using System.Text.RegularExpressions;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Documentation;

/// <summary>What a store's page says must be so.</summary>
public abstract partial class StorePageTests(string page, Type examples, Type options)
{
    protected string Page { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", page));

    [Fact]
    public void Every_example_compiles()
    {
        var compiled = Flatten(File.ReadAllText(Path.Combine(Repository.Root, "tests", "GranularSessions.Tests", "Documentation", $"{examples.Name}.cs")));

        var shown = Example().Matches(Page).Select(match => Flatten(match.Groups[1].Value)).ToArray();

        Assert.NotEmpty(shown);
        Assert.All(shown, example => Assert.Contains(example, compiled, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var tests = typeof(StorePageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet();

        var named = TestName().Matches(Page).Select(match => match.Groups[1].Value).ToArray();

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(tests));
    }

    [Fact]
    public void Every_option_is_described()
        => Assert.All(options.GetProperties(), option => Assert.Contains($"| `{option.Name}` |", Page, StringComparison.Ordinal));

    private static string Flatten(string code) => Whitespace().Replace(code, " ").Trim();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("`([A-Za-z0-9]+(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
