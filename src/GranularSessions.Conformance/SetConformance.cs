namespace GranularSessions.Conformance;

/// <summary>Sets.</summary>
/// <param name="store">The store under test.</param>
public abstract class SetConformance(StoreFixture store)
{
    private SessionSet<string> NewSet() => store.NewVisitor().Request().Set<string>("voted");

    [Fact]
    public async Task A_member_is_added_once()
    {
        var set = NewSet();

        Assert.True(await set.AddAsync("poll-1"));
        Assert.False(await set.AddAsync("poll-1"));
        Assert.True(await set.AddAsync("poll-2"));
        Assert.Equal(["poll-1", "poll-2"], (await set.GetAllAsync()).Order());
    }

    [Fact]
    public async Task One_of_racing_voters_votes()
    {
        var set = NewSet();
        await set.AddAsync("another poll");

        var added = await Race.RunAsync(16, _ => set.AddAsync("poll-1"));

        Assert.Single(added, first => first);
    }

    [Fact]
    public async Task An_absent_set_is_empty()
    {
        var set = NewSet();

        Assert.False(await set.ContainsAsync("poll-1"));
        Assert.Equal(0, await set.CountAsync());
        Assert.Empty(await set.GetAllAsync());
        Assert.False(await set.RemoveAsync("poll-1"));
        Assert.False(await set.ClearAsync());
    }

    [Fact]
    public async Task A_removed_member_is_gone_and_the_others_stay()
    {
        var set = NewSet();
        await set.AddAsync("a");
        await set.AddAsync("b");

        Assert.True(await set.RemoveAsync("a"));
        Assert.False(await set.RemoveAsync("a"));
        Assert.False(await set.ContainsAsync("a"));
        Assert.True(await set.ContainsAsync("b"));
        Assert.Equal(1, await set.CountAsync());
    }

    [Fact]
    public async Task A_set_ends_with_its_last_member_so_that_the_key_is_free()
    {
        var state = store.NewVisitor().Request();
        await state.Set<string>("key").AddAsync("only");

        await state.Set<string>("key").RemoveAsync("only");

        Assert.Equal(1, await state.Counter("key").IncrementAsync());
    }

    [Fact]
    public async Task A_cleared_set_is_absent()
    {
        var set = NewSet();
        await set.AddAsync("a");

        Assert.True(await set.ClearAsync());
        Assert.Equal(0, await set.CountAsync());
    }

    [Fact]
    public async Task Records_are_members_by_value()
    {
        var set = store.NewVisitor().Request().Set<Seat>("seats");

        Assert.True(await set.AddAsync(new Seat("A", 1)));
        Assert.False(await set.AddAsync(new Seat("A", 1)));
        Assert.True(await set.AddAsync(new Seat("A", 2)));
    }

    private sealed record Seat(string Row, int Number);

    [Fact]
    public async Task The_count_stays_true_when_a_removal_races_with_the_creation()
    {
        var state = store.NewVisitor().Request();
        await state.Counter("session").IncrementAsync();

        for (var round = 0; round < 100; round++)
        {
            var raced = state.Set<int>($"item {round}");
            await Race.RunAsync(2, racer => racer == 0 ? (Task)raced.AddAsync(1) : raced.RemoveAsync(1));

            Assert.Equal((await raced.GetAllAsync()).Count, await raced.CountAsync());
        }
    }
}
