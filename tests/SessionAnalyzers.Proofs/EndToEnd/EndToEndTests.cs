namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>LeakyShop under load before and after Fix All: what it lost, and that nothing else changed.</summary>
public sealed class EndToEndTests(Shops shops) : IClassFixture<Shops>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> AllRaces => [.. Races.All.Select(race => race.Name)];

    [Theory]
    [MemberData(nameof(AllRaces))]
    public async Task The_leaky_shop_loses(string race)
    {
        await using var shop = await Shop.StartAsync(shops.Leaky, Cancellation);
        using var visitor = shop.NewVisitor();

        var outcome = await Races.Named(race).RunAsync(visitor, shop.Commits.UntilLoadedBy);

        Assert.Equal(Races.Named(race).Leaky, outcome);
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
}
