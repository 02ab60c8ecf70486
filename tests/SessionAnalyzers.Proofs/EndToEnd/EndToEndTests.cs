using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>LeakyShop under load before and after Fix All: what it lost, and that nothing else changed.</summary>
public sealed class EndToEndTests(Shops shops) : IClassFixture<Shops>
{
    /// <summary>Compare.cshtml reads it through a property of its page model: no fix edits a view, and a property cannot await.</summary>
    private const string ReadByView = "Compared";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> AllRaces => [.. Races.All.Select(race => race.Name)];

    public static TheoryData<string> MovedRaces => [.. Races.All.Where(race => race.Key != ReadByView).Select(race => race.Name)];

    [Fact]
    public async Task Every_key_that_loses_is_reported_and_no_other()
    {
        var findings = await FixAll.FindingsAsync(shops.LeakySolution, Cancellation);

        Assert.Equal(Races.All.Select(race => race.Key).Distinct().Order(), RacingKeys(findings).Order());
    }

    [Theory]
    [InlineData("SESS1005", "DeliveryApi.cs")]
    [InlineData("SESS1006", "StockApi.cs")]
    [InlineData("SESS2001", "AccountController.cs")]
    [InlineData("SESS2002", "AccountController.cs")]
    [InlineData("SESS2003", "Program.cs")]
    [InlineData("SESS2004", "PartnerController.cs", "ProductsController.cs")]
    [InlineData("SESS2005", "ProductsController.cs")]
    [InlineData("SESS2006", "PartnerController.cs")]
    [InlineData("SESS2007", "CurrencyController.cs")]
    [InlineData("SESS2008", "Program.cs")]
    [InlineData("SESS2009", "PartnerTokens.cs")]
    [InlineData("SESS2010", "Program.cs")]
    [InlineData("SESS2011", "Confirm.cshtml.cs")]
    [InlineData("SESS2012", "CustomerApi.cs")]
    [InlineData("SESS2013", "AccountController.cs")]
    [InlineData("SESS3001", "AddressesApi.cs")]
    [InlineData("SESS3002", "ReceiptsApi.cs")]
    [InlineData("SESS3003", "StockApi.cs")]
    [InlineData("SESS3004", "ReceiptsApi.cs")]
    [InlineData("SESS3005", "GiftsApi.cs")]
    [InlineData("SESS3006", "GiftsApi.cs")]
    [InlineData("SESS3008", "SessionExtensions.cs")]
    [InlineData("SESS3011", "Program.cs")]
    [InlineData("SESS3013", "GiftsApi.cs")]
    public async Task Every_rule_that_moves_no_key_reports(string rule, params string[] files)
    {
        var findings = await FixAll.FindingsAsync(shops.LeakySolution, Cancellation);

        Assert.Equal(files, findings.Where(finding => finding.Id == rule).Select(finding => Path.GetFileName(finding.Location.GetLineSpan().Path)));
    }

    [Fact]
    public async Task The_README_shows_what_the_build_prints()
    {
        var transcript = Readme.Where(line => line.StartsWith('…')).ToList();

        var findings = await FixAll.FindingsAsync(shops.LeakySolution, Cancellation);

        Assert.NotEmpty(transcript);
        Assert.Subset(findings.Select(Printed).ToHashSet(), transcript.ToHashSet());
        Assert.Contains($"    {findings.Length} Warning(s)", Readme);
    }

    [Fact]
    public async Task The_README_shows_what_the_fix_writes()
    {
        var removed = Readme.Where(line => line.StartsWith("-  ", StringComparison.Ordinal)).Select(line => line[1..]).ToList();
        var added = Readme.Where(line => line.StartsWith("+  ", StringComparison.Ordinal)).Select(line => line[1..]).ToList();

        var before = await LinesAsync(shops.LeakySolution);
        var after = await LinesAsync(shops.FixedSolution);

        Assert.NotEmpty(removed);
        Assert.NotEmpty(added);
        Assert.Subset(before.Except(after).ToHashSet(), removed.ToHashSet());
        Assert.Subset(after.Except(before).ToHashSet(), added.ToHashSet());

        static async Task<IReadOnlyList<string>> LinesAsync(Solution solution)
        {
            var controller = solution.Projects.Single().Documents.Single(document => document.Name == "HomeController.cs");
            return (await controller.GetTextAsync(Cancellation)).ToString().Split('\n');
        }
    }

    [Theory]
    [MemberData(nameof(AllRaces))]
    public async Task The_leaky_shop_loses(string race)
    {
        await using var shop = await Shop.StartAsync(shops.Leaky, Cancellation);
        using var visitor = shop.NewVisitor();

        var outcome = await Races.Named(race).RunAsync(visitor, shop.Commits.UntilLoadedBy);

        Assert.Equal(Races.Named(race).Leaky, outcome);
    }

    [Theory]
    [MemberData(nameof(MovedRaces))]
    public async Task The_fixed_shop_is_exact(string race)
    {
        await using var shop = await Shop.StartAsync(shops.Fixed, Cancellation);
        using var visitor = shop.NewVisitor();

        var outcome = await Races.Named(race).RunAsync(visitor, start: _ => { });

        Assert.Equal(Races.Named(race).Exact, outcome);
    }

    [Fact]
    public async Task Fix_All_leaves_only_the_key_that_a_view_reads()
    {
        var findings = await FixAll.FindingsAsync(shops.FixedSolution, Cancellation);

        Assert.Equal([ReadByView], RacingKeys(findings));
    }

    [Fact]
    public async Task A_planted_cookie_is_signed_in_to_the_leaky_shop_only()
    {
        Assert.Contains("Sign out", await SeenByAttackerAsync(shops.Leaky));
        Assert.DoesNotContain("Sign out", await SeenByAttackerAsync(shops.Fixed));

        static async Task<string> SeenByAttackerAsync(CompiledShop compiled)
        {
            await using var shop = await Shop.StartAsync(compiled, Cancellation);
            using var attacker = shop.NewVisitor();
            await attacker.HtmlAsync("/");
            using var victim = attacker.Copy();
            using var login = await victim.PostAsync("/Account/Login", ("name", "betty"), ("password", "brown"));
            Assert.Contains("Sign out", await victim.HtmlAsync("/"));
            return await attacker.HtmlAsync("/Account/Login");
        }
    }

    [Fact]
    public async Task The_session_outlives_the_user_in_the_leaky_shop_only()
    {
        Assert.Equal(10, await PointsAfterLogoutAsync(shops.Leaky));
        Assert.Equal(0, await PointsAfterLogoutAsync(shops.Fixed));

        static async Task<int> PointsAfterLogoutAsync(CompiledShop compiled)
        {
            await using var shop = await Shop.StartAsync(compiled, Cancellation);
            using var visitor = shop.NewVisitor();
            using var login = await visitor.PostAsync("/Account/Login", ("name", "betty"), ("password", "brown"));
            using var points = await visitor.PostAsync("/Home/CheckIn");
            using var logout = await visitor.PostAsync("/Account/Logout");
            return (await visitor.JsonAsync("/Home/Points")).GetProperty("points").GetInt32();
        }
    }

    [Fact]
    public async Task Cookies_leak_from_the_leaky_shop_only()
    {
        var leaky = await CookiesAsync(shops.Leaky);
        var fixedOnes = await CookiesAsync(shops.Fixed);

        Assert.Equal([".AspNetCore.Session", "LastProduct", "Partner"], leaky.InTheClear);
        Assert.Equal(["LastProduct"], leaky.OfScripts);
        Assert.Empty(fixedOnes.InTheClear);
        Assert.Empty(fixedOnes.OfScripts);

        static async Task<(IEnumerable<string> InTheClear, IEnumerable<string> OfScripts)> CookiesAsync(CompiledShop compiled)
        {
            await using var shop = await Shop.StartAsync(compiled, Cancellation);
            using var visitor = shop.NewVisitor();
            using var product = await visitor.GetAsync("/Products/Details/1");
            using var partner = await visitor.GetAsync("/Partner/Enter/teablog");

            // The antiforgery cookie is the framework's, which sets no Secure either.
            return ([.. visitor.CookiesInTheClear.Where(name => !name.Contains("Antiforgery")).Order(StringComparer.Ordinal)], [.. visitor.CookiesOfScripts]);
        }
    }

    [Fact]
    public async Task One_customers_name_is_served_to_another_by_the_leaky_shop_only()
    {
        Assert.Equal("betty", await NameSeenByStrangerAsync(shops.Leaky));
        Assert.Null(await NameSeenByStrangerAsync(shops.Fixed));

        static async Task<string?> NameSeenByStrangerAsync(CompiledShop compiled)
        {
            await using var shop = await Shop.StartAsync(compiled, Cancellation);
            using var betty = shop.NewVisitor();
            using var stranger = shop.NewVisitor();
            using var login = await betty.PostAsync("/Account/Login", ("name", "betty"), ("password", "brown"));
            Assert.Equal("betty", (await betty.JsonAsync("/api/customer")).GetProperty("name").GetString());
            return (await stranger.JsonAsync("/api/customer")).GetProperty("name").GetString();
        }
    }

    [Fact]
    public async Task Fix_All_leaves_no_security_finding_that_has_a_fix()
    {
        var findings = await FixAll.FindingsAsync(shops.FixedSolution, Cancellation);
        var fixable = FixAll.Fixes.SelectMany(fix => fix.FixableDiagnosticIds).ToHashSet();

        Assert.DoesNotContain(findings, finding => finding.Id.StartsWith("SESS2", StringComparison.Ordinal) && fixable.Contains(finding.Id));
    }

    [Fact]
    public async Task The_walk_reaches_every_endpoint()
    {
        await using var shop = await Shop.StartAsync(shops.Leaky, Cancellation);
        using var visitor = shop.NewVisitor();

        await Walk.RecordAsync(visitor);

        Assert.Empty(shop.UnvisitedEndpoints);
    }

    [Fact]
    public async Task Every_endpoint_answers_as_before()
    {
        await using var leakyShop = await Shop.StartAsync(shops.Leaky, Cancellation);
        await using var fixedShop = await Shop.StartAsync(shops.Fixed, Cancellation);
        using var leakyVisitor = leakyShop.NewVisitor();
        using var fixedVisitor = fixedShop.NewVisitor();

        var before = await Walk.RecordAsync(leakyVisitor);
        var after = await Walk.RecordAsync(fixedVisitor);

        Assert.Equal(before, after);
    }

    private static string[] Readme => File.ReadAllLines(Path.Combine(LeakyShopSolution.Directory, "..", "..", "README.md"));

    /// <summary>The keys that the SESS1xxx rules report.</summary>
    private static IEnumerable<string?> RacingKeys(IEnumerable<Diagnostic> findings) =>
        findings.Where(finding => finding.Id is "SESS1001" or "SESS1002" or "SESS1003" or "SESS1004").Select(finding => finding.Properties["key"]).Distinct();

    private static string Printed(Diagnostic finding)
    {
        var place = finding.Location.GetLineSpan();
        var path = Path.GetRelativePath(LeakyShopSolution.Directory, place.Path);
        return $"…/{path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): "
            + $"warning {finding.Id}: {finding.GetMessage(CultureInfo.InvariantCulture)}";
    }
}
