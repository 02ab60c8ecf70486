using Microsoft.Extensions.DependencyInjection;
using RaceLab.Racing;
using RaceLab.Strategies;
using RaceLab.Tests.Support;

namespace RaceLab.Tests.Strategies;

/// <summary>A request that has read the session, takes long, and writes another key than all others.</summary>
public sealed class SlowRequestTests
{
    [Theory]
    [InlineData("stock-session")]
    [InlineData("commit-after-write")]
    public async Task It_takes_back_what_was_written_meanwhile(string strategy)
    {
        StoredState state = await AddWhileTheReportIsWrittenAsync(strategy);

        Assert.Empty(state.Cart);
        Assert.True(state.HasReport);
    }

    [Theory]
    [InlineData("granular-operations")]
    [InlineData("granular-entries")]
    [InlineData("cart-api")]
    [InlineData("immutable-session")]
    public async Task It_leaves_other_keys_alone(string strategy)
    {
        StoredState state = await AddWhileTheReportIsWrittenAsync(strategy);

        Assert.Equal(["tea"], state.Cart);
        Assert.True(state.HasReport);
    }

    [Fact]
    public async Task Without_a_session_on_its_route_it_takes_nothing_back()
    {
        StoredState state = await AddWhileTheReportIsWrittenAsync("session-where-needed");

        Assert.Equal(["tea"], state.Cart);
        Assert.False(state.HasReport);
    }

    [Fact]
    public async Task Behind_a_lock_everybody_waits_for_it()
    {
        var report = new SlowReport();
        await using RunningLab lab = await RunningLab.StartAsync(services => services.AddSingleton<Backend>(report));
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, "lock-per-session");
        RaceLab.Racing.Race race = RaceIn(lab);
        RequestTrace slow = race.Begin(client: 0, RaceAction.WriteReport);
        RequestTrace waiting = race.Begin(client: 1, RaceAction.CountVisit);

        Task<ActionAnswer> writing = visit.WriteReportAsync(HeaderOf(slow));
        await report.WhenBegun;
        Task<ActionAnswer> counting = visit.CountVisitAsync(HeaderOf(waiting));
        report.Finish();
        await Task.WhenAll(writing, counting);

        Assert.InRange(
            waiting.Spans.First(span => span.Stage == TraceStage.Load).Start,
            slow.Spans.Last(span => span.Stage == TraceStage.Commit).End,
            double.MaxValue);
        Assert.Equal(1, (await visit.ReadAsync()).Visits);
    }

    [Fact]
    public async Task A_lock_taken_after_a_read_makes_everybody_wait_and_loses_all_the_same()
    {
        var report = new SlowReport();
        await using RunningLab lab = await RunningLab.StartAsync(services => services.AddSingleton<Backend>(report));
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, "lock-after-read");
        RequestTrace waiting = RaceIn(lab).Begin(client: 0, RaceAction.CountVisit);

        Task<ActionAnswer> writing = visit.WriteReportAsync();
        await report.WhenBegun;
        Task<ActionAnswer> counting = visit.CountVisitAsync(HeaderOf(waiting));
        await HasLoadedAsync(waiting);
        report.Finish();
        await Task.WhenAll(writing, counting);

        StoredState state = await visit.ReadAsync();
        Assert.Equal(1, state.Visits);
        Assert.False(state.HasReport);
    }

    private static async Task<StoredState> AddWhileTheReportIsWrittenAsync(string strategy)
    {
        var report = new SlowReport();
        await using RunningLab lab = await RunningLab.StartAsync(services => services.AddSingleton<Backend>(report));
        using StrategyVisit visit = await StrategyVisit.BeginAsync(lab, strategy);
        Task<ActionAnswer> writing = visit.WriteReportAsync();
        await report.WhenBegun;

        await visit.AddAsync("tea");
        report.Finish();
        await writing;

        return await visit.ReadAsync();
    }

    private static RaceLab.Racing.Race RaceIn(RunningLab lab)
    {
        var race = new RaceLab.Racing.Race(TimeSpan.Zero);
        lab.Services.GetRequiredService<RaceRegistry>().Add(race);
        return race;
    }

    private static (string, string) HeaderOf(RequestTrace trace) => (RaceRegistry.Header, RaceRegistry.HeaderOf(trace));

    private static async Task HasLoadedAsync(RequestTrace trace)
    {
        while (trace.Spans.All(span => span.Stage != TraceStage.Load))
        {
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
