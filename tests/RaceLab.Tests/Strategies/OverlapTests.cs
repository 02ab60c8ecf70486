using Microsoft.Extensions.DependencyInjection;
using RaceLab.Racing;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Strategies;

/// <summary>Two requests of one visitor that surely overlap: both have read before either writes.</summary>
public sealed class OverlapTests
{
    [Theory]
    [InlineData("stock-session")]
    [InlineData("commit-after-write")]
    [InlineData("session-where-needed")]
    public async Task Of_two_articles_added_at_once_one_is_lost(string strategy)
    {
        await using RunningLab lab = await StartAsync(RaceAction.AddToCart);
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, strategy);

        await Task.WhenAll(visit.AddAsync("tea"), visit.AddAsync("coffee"));

        Assert.Single((await visit.ReadAsync()).Cart);
    }

    [Theory]
    [InlineData("granular-operations")]
    [InlineData("granular-entries")]
    [InlineData("cart-api")]
    [InlineData("immutable-session")]
    public async Task Two_articles_added_at_once_are_both_there(string strategy)
    {
        await using RunningLab lab = await StartAsync(RaceAction.AddToCart);
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, strategy);

        await Task.WhenAll(visit.AddAsync("tea"), visit.AddAsync("coffee"));

        Assert.Equal(["coffee", "tea"], (await visit.ReadAsync()).Cart.Order());
    }

    [Theory]
    [InlineData("stock-session", 1)]
    [InlineData("session-where-needed", 1)]
    [InlineData("granular-entries", 1)]
    [InlineData("granular-operations", 2)]
    [InlineData("cart-api", 2)]
    [InlineData("immutable-session", 2)]
    public async Task Two_visits_at_once_are_counted_as(string strategy, int counted)
    {
        await using RunningLab lab = await StartAsync(RaceAction.CountVisit);
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, strategy);

        await Task.WhenAll(visit.CountVisitAsync(), visit.CountVisitAsync());

        Assert.Equal(counted, (await visit.ReadAsync()).Visits);
    }

    [Theory]
    [InlineData("stock-session")]
    [InlineData("session-where-needed")]
    [InlineData("granular-entries")]
    public async Task A_visitor_votes_twice_at_once(string strategy)
    {
        await using RunningLab lab = await StartAsync(RaceAction.Vote);
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, strategy);

        ActionAnswer[] answers = await Task.WhenAll(visit.VoteAsync(), visit.VoteAsync());

        Assert.All(answers, answer => Assert.True(answer.Accepted));
    }

    [Theory]
    [InlineData("stock-session")]
    [InlineData("session-where-needed")]
    [InlineData("granular-entries")]
    public async Task One_token_orders_twice_at_once(string strategy)
    {
        await using RunningLab lab = await StartAsync(RaceAction.SubmitOrder);
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, strategy);

        ActionAnswer[] answers = await Task.WhenAll(visit.OrderAsync(), visit.OrderAsync());

        Assert.All(answers, answer => Assert.True(answer.Accepted));
    }

    private static Task<RunningLab> StartAsync(RaceAction action)
        => RunningLab.StartAsync(services => services.AddSingleton<Backend>(new MeetingBackend(action, new Meeting(2))));
}
