namespace GranularSessions.Conformance;

/// <summary>Counters.</summary>
/// <param name="store">The store under test.</param>
public abstract class CounterConformance(StoreFixture store)
{
    private SessionCounter NewCounter() => store.NewVisitor().Request().Counter("visits");

    [Fact]
    public async Task Counts_from_zero()
    {
        var counter = NewCounter();

        Assert.Equal(1, await counter.IncrementAsync());
        Assert.Equal(6, await counter.IncrementAsync(5));
        Assert.Equal(4, await counter.DecrementAsync(2));
        Assert.Equal(4, await counter.GetAsync());
    }

    [Fact]
    public async Task An_absent_counter_reads_as_zero_and_as_null()
    {
        var counter = NewCounter();

        Assert.Equal(0, await counter.GetAsync());
        Assert.Null(await counter.GetOrNullAsync());
    }

    [Fact]
    public async Task A_counter_at_zero_is_not_null()
    {
        var counter = NewCounter();

        await counter.SetAsync(0);

        Assert.Equal(0, await counter.GetOrNullAsync());
    }

    [Fact]
    public async Task Bounds_are_inclusive_and_leave_the_value_alone()
    {
        var counter = NewCounter();

        for (var attempt = 1; attempt <= 5; attempt++)
        {
            Assert.Equal(new CounterUpdate(true, attempt), await counter.TryIncrementAsync(1, max: 5));
        }

        Assert.Equal(new CounterUpdate(false, 5), await counter.TryIncrementAsync(1, max: 5));
        Assert.Equal(new CounterUpdate(false, 5), await counter.TryIncrementAsync(-6, min: 0));
        Assert.Equal(5, await counter.GetAsync());
    }

    [Fact]
    public async Task A_refused_first_increment_creates_no_session()
    {
        var visitor = store.NewVisitor();

        var update = await visitor.Request().Counter("attempts").TryIncrementAsync(1, max: 0);

        Assert.False(update.Applied);
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Overflow_is_an_exception_and_changes_nothing()
    {
        var counter = NewCounter();
        await counter.SetAsync(long.MaxValue);

        await Assert.ThrowsAsync<OverflowException>(() => counter.IncrementAsync());
        Assert.Equal(long.MaxValue, await counter.GetAsync());
        Assert.False((await counter.TryIncrementAsync()).Applied);

        await counter.SetAsync(long.MinValue);
        await Assert.ThrowsAsync<OverflowException>(() => counter.DecrementAsync());
        await Assert.ThrowsAsync<OverflowException>(() => counter.DecrementAsync(long.MinValue));
        Assert.Equal(long.MinValue, await counter.GetAsync());
    }

    [Fact]
    public async Task Counts_exactly_where_a_double_does_not()
    {
        var counter = NewCounter();
        await counter.SetAsync(1L << 53);

        Assert.Equal((1L << 53) + 1, await counter.IncrementAsync());
        Assert.Equal((1L << 53) + 1, await counter.GetAsync());
    }

    [Fact]
    public async Task Exchange_answers_with_the_previous_value()
    {
        var counter = NewCounter();

        Assert.Null(await counter.ExchangeAsync(7));
        Assert.Equal(7, await counter.ExchangeAsync(0));
        Assert.Equal(0, await counter.ExchangeAsync(1));
    }

    [Fact]
    public async Task A_removed_counter_is_absent()
    {
        var counter = NewCounter();
        await counter.IncrementAsync();

        Assert.True(await counter.RemoveAsync());
        Assert.False(await counter.RemoveAsync());
        Assert.Null(await counter.GetOrNullAsync());
    }

    [Fact]
    public async Task No_increment_is_lost_because_a_command_runs_under_the_session_lock()
    {
        const int racers = 8;
        const int increments = 1_000;
        var counter = NewCounter();
        await counter.SetAsync(0);

        await Race.RunAsync(racers, async _ =>
        {
            for (var n = 0; n < increments; n++)
            {
                await counter.IncrementAsync();
            }
        });

        Assert.Equal(racers * increments, await counter.GetAsync());
    }

    [Fact]
    public async Task Racing_bounded_increments_stop_at_the_bound()
    {
        var counter = NewCounter();
        await counter.SetAsync(0);

        var updates = await Race.RunAsync(16, _ => counter.TryIncrementAsync(1, max: 5));

        Assert.Equal(5, updates.Count(update => update.Applied));
        Assert.Equal(5, await counter.GetAsync());
    }

    [Fact]
    public async Task Bounds_the_wrong_way_round_are_refused()
        => await Assert.ThrowsAsync<ArgumentException>(() => NewCounter().TryIncrementAsync(1, min: 2, max: 1));
}
