using Microsoft.Extensions.DependencyInjection;
using RaceLab.Racing;
using RaceLab.Tests.Strategies;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Racing;

public sealed class RaceEngineTests(SharedLab shared)
{
    [Theory]
    [MemberData(nameof(SafeStrategies.All), MemberType = typeof(SafeStrategies))]
    public async Task Nothing_is_lost_under(string strategy)
    {
        RaceResult result = await Races.RunAsync(shared.Lab, strategy, clients: 20);

        Assert.All(result.Tallies, tally => Assert.Equal(tally.Expected, tally.Actual));
        Assert.True(result.IsRight);
        Assert.Equal((0, 0, 0), (result.Lost, result.Repeated, result.Failed));
    }

    [Theory]
    [InlineData("stock-session")]
    [InlineData("commit-after-write")]
    public async Task All_that_was_written_while_one_request_was_slow_is_lost_under(string strategy)
    {
        await using RunningLab lab = await Races.StartPatientLabAsync();

        RaceResult result = await Races.RunAsync(lab, strategy, clients: 10);

        Assert.Contains(new ActionTally(RaceAction.AddToCart, Expected: 10, Actual: 0), result.Tallies);
        Assert.Contains(new ActionTally(RaceAction.CountVisit, Expected: 10, Actual: 0), result.Tallies);
        Assert.Equal(20, result.Lost);
        Assert.All(result.Requests.Where(request => request.Fate == RequestFate.Lost), request => Assert.NotNull(request.OverwrittenBy));

        // The slow commit brings the token back and forgets the vote.
        Assert.All(result.Requests.Where(request => request.Request.Client == RequestRecord.LateClient), request => Assert.Equal(RequestFate.Repeated, request.Fate));
        Assert.False(result.IsRight);
    }

    [Fact]
    public async Task Keys_of_their_own_survive_a_slow_commit_and_a_shared_key_is_no_worse_for_it()
    {
        await using RunningLab lab = await Races.StartPatientLabAsync();

        RaceResult result = await Races.RunAsync(lab, "granular-entries", clients: 10);

        Assert.Contains(new ActionTally(RaceAction.AddToCart, Expected: 10, Actual: 10), result.Tallies);
        Assert.Contains(new ActionTally(RaceAction.WriteReport, Expected: 1, Actual: 1), result.Tallies);
        Assert.Equal(RequestFate.Refused, result.Requests.Single(request => request.Request is { Client: RequestRecord.LateClient, Action: RaceAction.Vote }).Fate);
    }

    [Theory]
    [InlineData("stock-session")]
    [InlineData("granular-operations")]
    [InlineData("cart-api")]
    public async Task Each_request_is_measured_from_its_arrival_over_its_stages_to_its_end(string strategy)
    {
        RaceResult result = await Races.RunAsync(shared.Lab, strategy, clients: 10);

        Assert.Equal((10 * 4) + 3, result.Requests.Count);
        Assert.Equal(10 * 4, result.Timing.Requests);
        Assert.All(result.Requests.Select(judged => judged.Request), request =>
        {
            Assert.InRange(request.Left, request.Arrived, double.MaxValue);
            Assert.All(request.Spans, span => Assert.True(request.Arrived <= span.Start && span.Start <= span.End && span.End <= request.Left, $"{request.Action}: {span}"));
            Assert.InRange(request.Latency, double.Epsilon, double.MaxValue);
        });
        Assert.All(
            result.Requests.Where(judged => judged.Request.Action == RaceAction.CountVisit),
            judged => Assert.Contains(judged.Request.Spans, span => span.Stage == TraceStage.Commit));
    }

    [Fact]
    public async Task A_lost_count_and_the_store_agree()
    {
        RaceResult result = await Races.RunAsync(shared.Lab, "granular-entries", clients: 20);

        ActionTally visits = result.Tallies.Single(tally => tally.Action == RaceAction.CountVisit);
        int lost = result.Requests.Count(judged => judged.Request.Action == RaceAction.CountVisit && judged.Fate == RequestFate.Lost);
        Assert.Equal(visits.Expected - visits.Actual, lost);
    }

    [Fact]
    public async Task A_race_that_nobody_listens_to_any_more_ends_and_lets_the_next_one_run()
    {
        // Behind the lock of its patient slow request this race would take minutes.
        await using RunningLab lab = await Races.StartPatientLabAsync();
        var engine = lab.Services.GetRequiredService<RaceEngine>();
        await foreach (RaceEvent news in engine.RunAsync(StrategyCatalog.Find("lock-per-session")!, 10, TestContext.Current.CancellationToken).Skip(1))
        {
            Assert.NotNull(news.Progress);
            break;
        }

        Assert.Equal("cart-api", (await Races.RunAsync(lab, "cart-api", clients: 10)).Strategy);
    }

    [Fact]
    public async Task A_race_that_is_cancelled_ends_and_lets_the_next_one_run()
    {
        await using RunningLab lab = await Races.StartPatientLabAsync();
        var engine = lab.Services.GetRequiredService<RaceEngine>();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (RaceEvent _ in engine.RunAsync(StrategyCatalog.Find("lock-per-session")!, 10, stop.Token).Skip(1))
            {
                await stop.CancelAsync();
            }
        });

        Assert.Equal("cart-api", (await Races.RunAsync(lab, "cart-api", clients: 10)).Strategy);
    }

    [Theory]
    [InlineData(RaceOptions.MinClients - 1)]
    [InlineData(RaceOptions.MaxClients + 1)]
    public async Task Fewer_or_more_clients_are_refused(int clients)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Races.RunAsync(shared.Lab, "stock-session", clients));
}
