using System.Text.RegularExpressions;

namespace GranularSessions.Tests.Documentation;

public sealed partial class SecurityPageTests
{
    [Fact]
    public void Every_test_that_the_page_names_exists()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryRoot(), "docs", "security.md"));
        var tests = typeof(SecurityPageTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name).ToHashSet();

        var named = TestName().Matches(page).Select(match => match.Groups[1].Value).ToArray();

        Assert.True(named.Length > 15, $"{named.Length} tests are named");
        Assert.Empty(named.Except(tests));
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "global.json")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        }

        return directory.FullName;
    }

    [GeneratedRegex("`([A-Za-z0-9]+(?:_[A-Za-z0-9]+){3,})`")]
    private static partial Regex TestName();
}
