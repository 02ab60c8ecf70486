using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Package.Tests.Ide;
using SessionAnalyzers.Package.Tests.Support;
using Project = Microsoft.CodeAnalysis.Project;

namespace SessionAnalyzers.Package.Tests;

/// <summary>The lightbulb in a whole app: <c>samples/LeakyShop</c>, opened where it is.</summary>
public class LeakyShopLightbulbTests(LeakyShopLightbulbTests.LeakyShop shop) : IClassFixture<LeakyShopLightbulbTests.LeakyShop>
{
    /// <summary>What a rule's page says that its fix leaves alone: rule and, where it is about one, key.</summary>
    private static readonly HashSet<(string Rule, string? Key)> Unfixable =
    [
        // A view reads the key, and no fix edits a view.
        ("SESS1002", "Compared"),
        // Regenerates the id of a session of GranularSessions, which the shop has only after another fix.
        ("SESS2001", "CustomerName"),
        // More than one of the tasks writes.
        ("SESS1005", "DeliveryQuote"),
        // No other code of the class answers its absence, and a text has no default.
        ("SESS3013", "GiftCard"),
    ];

    [Fact]
    public async Task Every_finding_that_a_fix_can_remove_offers_it()
    {
        IEnumerable<Diagnostic> without = (await shop.FixableAsync()).Where(finding => !shop.Offers.Any(offer => IsSame(offer.Finding, finding)));

        Assert.Equal([], without.Where(finding => !IsUnfixable(finding)).Select(finding => finding.ToString()));
    }

    [Fact]
    public async Task The_first_action_of_each_rule_compiles()
    {
        string[] rules = [.. (await shop.FixableAsync()).Where(finding => !IsUnfixable(finding)).Select(finding => finding.Id).Distinct().Order(StringComparer.Ordinal)];
        (Diagnostic Finding, CodeAction Action)[] first = [.. shop.Offers.DistinctBy(offer => offer.Finding.Id)];

        Assert.Equal(rules, first.Select(offer => offer.Finding.Id).Order(StringComparer.Ordinal));
        foreach ((_, CodeAction action) in first)
        {
            Assert.Empty(await Lightbulb.CompilerErrorsAsync(await Lightbulb.ApplyAsync(shop.Project, action)));
        }
    }

    private static bool IsUnfixable(Diagnostic finding) => Unfixable.Contains((finding.Id, finding.Properties.GetValueOrDefault("key")));

    private static bool IsSame(Diagnostic left, Diagnostic right) =>
        left.Id == right.Id && left.Location.SourceSpan == right.Location.SourceSpan && left.Location.GetLineSpan().Path == right.Location.GetLineSpan().Path;

    public sealed class LeakyShop : IAsyncLifetime
    {
        private Lightbulb? _lightbulb;

        internal Project Project => _lightbulb!.Solution.Projects.Single(project => project.Name == "LeakyShop");

        /// <summary>All that the menus of the shop's files show.</summary>
        internal List<(Diagnostic Finding, CodeAction Action)> Offers { get; } = [];

        public async ValueTask InitializeAsync()
        {
            _lightbulb = await Lightbulb.OpenAsync(Path.Combine(Repository.Root, "samples", "LeakyShop", "LeakyShop.csproj"));
            foreach (string? path in (await FixableAsync()).Select(finding => finding.Location.SourceTree?.FilePath).Distinct())
            {
                Document document = Project.Documents.Single(document => document.FilePath == path);
                SourceText text = await document.GetTextAsync(TestContext.Current.CancellationToken);
                Offers.AddRange(await _lightbulb.ActionsAsync(document, new TextSpan(0, text.Length)));
            }
        }

        /// <summary>The findings of rules with a fix that do not lie in Razor files.</summary>
        internal async Task<IEnumerable<Diagnostic>> FixableAsync() =>
            (await Lightbulb.FindingsAsync(Project)).Where(finding =>
                RuleExamples.FixableRules.Contains(finding.Id) && finding.Location.GetMappedLineSpan().Path.EndsWith(".cs", StringComparison.Ordinal));

        public ValueTask DisposeAsync()
        {
            _lightbulb?.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
