using RaceLab.Racing;
using RaceLab.Strategies;

namespace RaceLab.Tests.Racing;

public sealed class RaceJudgeTests
{
    private static readonly StrategyInfo WholeSession = StrategyCatalog.Find("stock-session")!;
    private static readonly StrategyInfo ByKey = StrategyCatalog.Find("granular-entries")!;

    [Fact]
    public void An_article_that_was_accepted_and_is_not_there_is_lost()
    {
        RequestRecord[] requests = [Adds(0, "tea", loaded: 1, committed: 4), Adds(1, "coffee", loaded: 2, committed: 5)];
        StoredState end = new(["coffee"], 0, false);

        Assert.Equal([RequestFate.Lost, RequestFate.Kept], FatesOf(requests, end));
        Assert.Contains(new ActionTally(RaceAction.AddToCart, Expected: 2, Actual: 1), RaceJudge.Tally(requests, end, notesReport: true));
    }

    [Fact]
    public void A_lost_write_was_overwritten_by_the_first_that_had_read_before_it()
    {
        RequestRecord[] requests =
        [
            Adds(0, "tea", loaded: 1, committed: 4),
            Adds(1, "coffee", loaded: 2, committed: 6),
            Adds(2, "milk", loaded: 3, committed: 5),
            Adds(3, "sugar", loaded: 5.5, committed: 7),
        ];

        Assert.Equal(2, OverwriterOf(requests[0], requests, WholeSession));
    }

    [Fact]
    public void Where_keys_are_committed_alone_only_the_same_key_overwrites()
    {
        RequestRecord[] requests =
        [
            Counts(0, 1, loaded: 1, committed: 4),
            Adds(1, "coffee", loaded: 2, committed: 5),
            Counts(2, 1, loaded: 3, committed: 6),
        ];

        Assert.Equal(1, OverwriterOf(requests[0], requests, WholeSession, end: new(["coffee"], 0, false)));
        Assert.Equal(2, OverwriterOf(requests[0], requests, ByKey, end: new(["coffee"], 1, false)));
    }

    [Fact]
    public void Of_increments_that_arrived_at_the_same_number_the_last_one_stays()
    {
        RequestRecord[] requests =
        [
            Counts(0, 1, loaded: 1, committed: 3),
            Counts(1, 1, loaded: 2, committed: 4),
            Counts(2, 2, loaded: 5, committed: 6),
        ];

        Assert.Equal([RequestFate.Lost, RequestFate.Kept, RequestFate.Kept], FatesOf(requests, new([], 2, false)));
    }

    [Fact]
    public void An_increment_counts_on_from_what_it_has_read()
    {
        RequestRecord[] requests =
        [
            Counts(0, 1, loaded: 1, committed: 2),
            Counts(1, 2, loaded: 3, committed: 6),
            Counts(2, 1, loaded: 0, committed: 4),
        ];

        // Number 1 read before number 2 wrote, so it counts on from number 0.
        Assert.Equal([RequestFate.Kept, RequestFate.Kept, RequestFate.Lost], FatesOf(requests, new([], 2, false)));
    }

    [Fact]
    public void Increments_before_a_write_that_took_the_count_back_are_all_lost()
    {
        RequestRecord[] requests = [Counts(0, 1, loaded: 1, committed: 2), Counts(1, 2, loaded: 3, committed: 4)];

        Assert.Equal([RequestFate.Lost, RequestFate.Lost], FatesOf(requests, new([], 0, false)));
    }

    [Fact]
    public void As_many_increments_stay_as_are_counted()
    {
        const int seed = 7;
        var random = new Random(seed);
        List<RequestRecord> requests = [];
        long count = 0;
        for (int number = 0; number < 500; number++)
        {
            long read = random.Next(3) == 0 ? Math.Max(0, count - random.Next(3)) : count;
            count = read + 1;
            requests.Add(Counts(number, count, loaded: number - random.NextDouble(), committed: number));
        }

        Assert.Equal(count, FatesOf(requests, new([], count, false)).Count(fate => fate == RequestFate.Kept));
    }

    [Fact]
    public void The_first_order_is_kept_and_all_others_with_its_token_are_repetitions()
    {
        RequestRecord[] requests =
        [
            Of(0, RaceAction.SubmitOrder, loaded: 1, committed: 5, new(Accepted: true)),
            Of(1, RaceAction.SubmitOrder, loaded: 2, committed: 4, new(Accepted: true)),
            Of(2, RaceAction.SubmitOrder, loaded: 6, committed: null, new(Accepted: false)),
        ];

        Assert.Equal([RequestFate.Repeated, RequestFate.Kept, RequestFate.Refused], FatesOf(requests, new([], 0, false)));
        Assert.Contains(new ActionTally(RaceAction.SubmitOrder, Expected: 1, Actual: 2), RaceJudge.Tally(requests, new([], 0, false), notesReport: true));
    }

    [Fact]
    public void What_failed_is_not_lost_because_its_client_knows()
    {
        RequestRecord[] requests = [Of(0, RaceAction.CountVisit, loaded: 1, committed: null, answer: null)];

        Assert.Equal([RequestFate.Failed], FatesOf(requests, new([], 0, false)));
        Assert.Contains(new ActionTally(RaceAction.CountVisit, Expected: 0, Actual: 0), RaceJudge.Tally(requests, new([], 0, false), notesReport: true));
    }

    [Fact]
    public void A_report_that_is_noted_nowhere_is_not_expected_anywhere()
    {
        RequestRecord[] requests = [Of(0, RaceAction.WriteReport, loaded: 1, committed: 2, new(Accepted: true))];
        StoredState end = new([], 0, HasReport: false);

        Assert.DoesNotContain(RaceJudge.Tally(requests, end, notesReport: false), tally => tally.Action == RaceAction.WriteReport);
        Assert.Equal(RequestFate.Kept, RaceJudge.Judge(requests, end, StrategyCatalog.Find("session-where-needed")!).Single().Fate);
        Assert.Equal(RequestFate.Lost, RaceJudge.Judge(requests, end, WholeSession).Single().Fate);
    }

    private static RequestRecord Adds(int number, string article, double loaded, double committed)
        => Of(number, RaceAction.AddToCart, loaded, committed, new(Accepted: true)) with { Article = article };

    private static RequestRecord Counts(int number, long value, double loaded, double committed)
        => Of(number, RaceAction.CountVisit, loaded, committed, new(Accepted: true, value));

    private static RequestRecord Of(int number, RaceAction action, double loaded, double? committed, ActionAnswer? answer)
    {
        TraceSpan load = new(TraceStage.Load, loaded, loaded + 0.1);
        return new(number, Client: number, action, committed is { } at ? [load, new(TraceStage.Commit, at - 0.1, at)] : [load])
        {
            Arrived = loaded,
            Left = committed ?? loaded + 1,
            Answer = answer,
        };
    }

    private static IEnumerable<RequestFate> FatesOf(IReadOnlyList<RequestRecord> requests, StoredState end)
        => RaceJudge.Judge(requests, end, WholeSession).Select(judged => judged.Fate);

    private static int? OverwriterOf(RequestRecord request, IReadOnlyList<RequestRecord> requests, StrategyInfo strategy, StoredState? end = null)
        => RaceJudge.Judge(requests, end ?? new([], 0, false), strategy).Single(judged => judged.Request == request).OverwrittenBy;
}
