using RaceLab.Racing;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Strategies;

/// <summary>What may happen once, asked for by ten requests at once.</summary>
public sealed class OnceTests(SharedLab shared)
{
    private const int Racers = 10;

    [Theory]
    [MemberData(nameof(SafeStrategies.All), MemberType = typeof(SafeStrategies))]
    public async Task A_visitor_votes_once(string strategy)
    {
        using StrategyVisit visit = await StrategyVisit.BeginAsync(shared.Lab, strategy);

        ActionAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => visit.VoteAsync()));

        Assert.Single(answers, answer => answer.Accepted);
    }

    [Theory]
    [MemberData(nameof(SafeStrategies.All), MemberType = typeof(SafeStrategies))]
    public async Task One_token_orders_once(string strategy)
    {
        using StrategyVisit visit = await StrategyVisit.BeginAsync(shared.Lab, strategy);

        ActionAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => visit.OrderAsync()));

        Assert.Single(answers, answer => answer.Accepted);
    }

    [Theory]
    [MemberData(nameof(SafeStrategies.All), MemberType = typeof(SafeStrategies))]
    public async Task An_invented_token_orders_nothing(string strategy)
    {
        using StrategyVisit visit = await StrategyVisit.BeginAsync(shared.Lab, strategy);

        Assert.False((await visit.OrderAsync("invented")).Accepted);
        Assert.True((await visit.OrderAsync()).Accepted);
    }
}
