namespace GranularSessions.Conformance;

/// <summary>Idle and absolute deadlines, items' lifetimes, and the clean-up.</summary>
/// <param name="store">The store under test.</param>
public abstract class ExpiryConformance(StoreFixture store)
{
    private static readonly TimeSpan Moment = StoreFixture.Tolerance;

    private async Task<Visitor> NewVisitorAsync()
    {
        var visitor = store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        return visitor;
    }

    [Fact]
    public async Task An_idle_session_ends_because_IsAlive_checks_the_idle_deadline()
    {
        var visitor = await NewVisitorAsync();
        await store.AdvanceAsync(StoreFixture.Idle - Moment);
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());

        await store.AdvanceAsync(StoreFixture.Idle);

        Assert.Equal(0, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task An_active_session_ends_because_IsAlive_checks_the_absolute_deadline()
    {
        var visitor = await NewVisitorAsync();
        for (var lived = TimeSpan.Zero; lived < StoreFixture.Absolute - StoreFixture.Idle; lived += StoreFixture.Idle / 2)
        {
            await store.AdvanceAsync(StoreFixture.Idle / 2);
            Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
        }

        await store.AdvanceAsync(StoreFixture.Idle / 2);
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
        await store.AdvanceAsync(StoreFixture.Idle / 2);

        Assert.Equal(0, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Activity_below_the_threshold_is_not_written()
    {
        var visitor = await NewVisitorAsync();
        await store.AdvanceAsync((StoreFixture.Idle * 0.1) - Moment);
        await visitor.Request().Counter("visits").GetAsync();

        await store.AdvanceAsync((StoreFixture.Idle * 0.9) + Moment);

        Assert.Equal(0, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Activity_past_the_threshold_extends_the_session()
    {
        var visitor = await NewVisitorAsync();
        await store.AdvanceAsync(StoreFixture.Idle * 0.1);
        await visitor.Request().Counter("visits").GetAsync();

        await store.AdvanceAsync((StoreFixture.Idle * 0.9) + Moment);

        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_write_after_expiry_begins_a_new_session()
    {
        var visitor = await NewVisitorAsync();
        var expired = visitor.Cookie;
        await store.AdvanceAsync(StoreFixture.Idle);

        Assert.Equal(1, await visitor.Request().Counter("visits").IncrementAsync());
        Assert.NotEqual(expired![..22], visitor.Cookie![..22]);
    }

    [Fact]
    public async Task A_session_that_expires_during_a_request_is_an_exception()
    {
        var visitor = await NewVisitorAsync();
        var state = visitor.Request();
        await state.Counter("visits").GetAsync();

        await store.AdvanceAsync(StoreFixture.Idle);

        await Assert.ThrowsAsync<SessionEndedException>(() => state.Counter("visits").IncrementAsync());
        await Assert.ThrowsAsync<SessionEndedException>(() => state.Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_request_that_stays_active_past_the_absolute_deadline_is_an_exception()
    {
        var visitor = await NewVisitorAsync();
        var visits = visitor.Request().Counter("visits");
        for (var lived = StoreFixture.Idle / 2; lived < StoreFixture.Absolute; lived += StoreFixture.Idle / 2)
        {
            await store.AdvanceAsync(StoreFixture.Idle / 2);
            await visits.IncrementAsync();
        }

        // Less than what makes a store write activity down again.
        await store.AdvanceAsync(StoreFixture.Idle / 2 - StoreFixture.Idle / 20);
        await visits.IncrementAsync();
        await store.AdvanceAsync(StoreFixture.Idle / 20);

        await Assert.ThrowsAsync<SessionEndedException>(() => visits.IncrementAsync());
    }

    [Fact]
    public async Task An_items_lifetime_runs_from_its_creation()
    {
        var attempts = store.NewVisitor().Request().Counter("attempts", lifetime: TimeSpan.FromMinutes(10));
        await attempts.IncrementAsync();
        await store.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(2, await attempts.IncrementAsync());

        await store.AdvanceAsync(TimeSpan.FromMinutes(4));

        Assert.Null(await attempts.GetOrNullAsync());
        Assert.Equal(1, await attempts.IncrementAsync());
    }

    [Fact]
    public async Task A_values_lifetime_runs_from_its_last_write()
    {
        var draft = store.NewVisitor().Request().Value<string>("draft", lifetime: TimeSpan.FromMinutes(10));
        await draft.SetAsync("first");
        await store.AdvanceAsync(TimeSpan.FromMinutes(6));
        await draft.SetAsync("second");

        await store.AdvanceAsync(TimeSpan.FromMinutes(6));
        Assert.Equal("second", await draft.GetAsync());
        await store.AdvanceAsync(TimeSpan.FromMinutes(4));

        Assert.Null(await draft.GetAsync());
        Assert.True(await draft.TryAddAsync("third"));
    }

    [Fact]
    public async Task Every_kind_of_item_ends_with_its_lifetime()
    {
        var state = store.NewVisitor().Request();
        var lifetime = TimeSpan.FromMinutes(5);
        await state.Counter("session").IncrementAsync();
        await state.Set<int>("set", lifetime).AddAsync(1);
        await state.Map<int>("map", lifetime).SetAsync("field", 1);
        await state.Map<int>("numbers", lifetime).IncrementAsync("field");
        await state.List<int>("list", lifetime).AppendAsync(1);

        await store.AdvanceAsync(lifetime);

        Assert.Equal(0, await state.Set<int>("set").CountAsync());
        Assert.Equal(0, await state.Map<int>("map").CountAsync());
        Assert.Equal(0, await state.Map<int>("numbers").CountAsync());
        Assert.Equal(0, await state.List<int>("list").CountAsync());
        Assert.Equal(1, await state.Counter("session").GetAsync());
    }

    [Fact]
    public async Task An_item_that_has_ended_is_absent_to_a_session_in_use()
    {
        var state = store.NewVisitor().Request();
        var lifetime = TimeSpan.FromMinutes(5);
        await state.Counter("session").IncrementAsync();
        await state.Counter("counter", lifetime).IncrementAsync();
        await state.Counter("read", lifetime).IncrementAsync();
        await state.Value<int>("value", lifetime).SetAsync(1);
        await state.Map<int>("map", lifetime).SetAsync("field", 1);

        await store.AdvanceAsync(lifetime);
        await state.Counter("session").IncrementAsync();

        Assert.Equal(1, await state.Counter("counter").IncrementAsync());
        Assert.Null(await state.Counter("read").GetOrNullAsync());
        Assert.False((await state.Value<int>("value").GetWithVersionAsync()).Exists);
        Assert.False(await state.Map<int>("map").ContainsAsync("field"));
    }

    [Fact]
    public async Task A_counter_that_is_set_takes_the_lifetime_that_it_is_set_with()
    {
        var state = store.NewVisitor().Request();
        var lifetime = TimeSpan.FromMinutes(5);
        await state.Counter("ends").IncrementAsync();
        await state.Counter("ends", lifetime).SetAsync(7);
        await state.Counter("stays", lifetime).IncrementAsync();
        await state.Counter("stays").SetAsync(7);
        Assert.Equal(8, await state.Counter("ends").IncrementAsync());
        Assert.Equal(8, await state.Counter("stays").IncrementAsync());

        await store.AdvanceAsync(lifetime);

        Assert.Equal(1, await state.Counter("ends").IncrementAsync());
        Assert.Equal(9, await state.Counter("stays").IncrementAsync());
    }

    [Fact]
    public async Task The_key_of_an_expired_item_is_free_for_another_kind()
    {
        var state = store.NewVisitor().Request();
        await state.Set<int>("key", TimeSpan.FromMinutes(5)).AddAsync(1);

        await store.AdvanceAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(1, await state.Counter("key").IncrementAsync());
    }

    [Fact]
    public async Task Expired_sessions_are_removed_a_bounded_number_at_a_time()
    {
        for (var n = 0; n < 5; n++)
        {
            await NewVisitorAsync();
        }

        await store.AdvanceAsync(StoreFixture.Absolute);
        var living = await NewVisitorAsync();

        var removed = 0;
        for (int batch; (batch = await store.Store.RemoveExpiredAsync(2, TestContext.Current.CancellationToken)) > 0;)
        {
            Assert.InRange(batch, 1, 2);
            removed += batch;
        }

        Assert.True(removed >= 5, $"{removed} removed");
        Assert.Equal(1, await living.Request().Counter("visits").GetAsync());
    }
}
