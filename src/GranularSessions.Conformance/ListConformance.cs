namespace GranularSessions.Conformance;

/// <summary>Lists.</summary>
/// <param name="store">The store under test.</param>
public abstract class ListConformance(StoreFixture store)
{
    private SessionList<string> NewList() => store.NewVisitor().Request().List<string>("chat");

    private static async Task FillAsync(SessionList<string> list, params string[] elements)
    {
        foreach (var element in elements)
        {
            await list.AppendAsync(element);
        }
    }

    [Fact]
    public async Task Elements_keep_their_order()
    {
        var list = NewList();

        Assert.Equal(1, await list.AppendAsync("b"));
        Assert.Equal(2, await list.AppendAsync("c"));
        Assert.Equal(3, await list.PrependAsync("a"));

        Assert.Equal(["a", "b", "c"], await list.GetAllAsync());
        Assert.Equal(3, await list.CountAsync());
    }

    [Fact]
    public async Task Appending_beyond_the_maximum_drops_the_first()
    {
        var list = NewList();
        await FillAsync(list, "a", "b", "c");

        Assert.Equal(2, await list.AppendAsync("d", maxLength: 2));
        Assert.Equal(["c", "d"], await list.GetAllAsync());
    }

    [Fact]
    public async Task Prepending_beyond_the_maximum_drops_the_last()
    {
        var list = NewList();
        await FillAsync(list, "a", "b", "c");

        Assert.Equal(3, await list.PrependAsync("z", maxLength: 3));
        Assert.Equal(["z", "a", "b"], await list.GetAllAsync());
    }

    [Fact]
    public async Task Moving_to_the_front_leaves_one_occurrence()
    {
        var list = NewList();
        await FillAsync(list, "a", "b", "a");

        Assert.Equal(3, await list.MoveToFrontAsync("b"));
        Assert.Equal(["b", "a", "a"], await list.GetAllAsync());
        Assert.Equal(2, await list.MoveToFrontAsync("a"));
        Assert.Equal(["a", "b"], await list.GetAllAsync());
    }

    [Fact]
    public async Task An_element_is_appended_if_absent()
    {
        var list = NewList();

        Assert.True(await list.AppendIfAbsentAsync("a"));
        Assert.False(await list.AppendIfAbsentAsync("a"));
        Assert.Equal(["a"], await list.GetAllAsync());
    }

    [Fact]
    public async Task Removing_takes_the_first_occurrence()
    {
        var list = NewList();
        await FillAsync(list, "a", "b", "a");

        Assert.True(await list.RemoveAsync("a"));
        Assert.False(await list.RemoveAsync("z"));
        Assert.Equal(["b", "a"], await list.GetAllAsync());
    }

    [Fact]
    public async Task An_absent_list_is_empty()
    {
        var list = NewList();

        Assert.Empty(await list.GetAllAsync());
        Assert.Equal(0, await list.CountAsync());
        Assert.False(await list.ClearAsync());
    }

    [Fact]
    public async Task Racing_appends_lose_no_message()
    {
        var list = NewList();
        await list.AppendAsync("first");

        await Race.RunAsync(8, async number =>
        {
            for (var n = 0; n < 100; n++)
            {
                await list.AppendAsync($"{number}-{n}");
            }
        });

        var messages = await list.GetAllAsync();
        Assert.Equal(801, messages.Count);
        Assert.Equal(801, messages.Distinct().Count());
    }

    [Fact]
    public async Task Racing_appends_never_exceed_the_maximum()
    {
        var list = NewList();
        await list.AppendAsync("first");

        var lengths = await Race.RunAsync(8, number => list.AppendAsync($"{number}", maxLength: 3));

        Assert.All(lengths, length => Assert.InRange(length, 1, 3));
        Assert.Equal(3, await list.CountAsync());
    }

    [Fact]
    public async Task A_maximum_below_one_is_refused()
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NewList().AppendAsync("a", maxLength: 0));

    [Fact]
    public async Task The_count_stays_true_when_a_removal_races_with_the_creation()
    {
        var state = store.NewVisitor().Request();
        await state.Counter("session").IncrementAsync();

        for (var round = 0; round < 100; round++)
        {
            var raced = state.List<int>($"item {round}");
            await Race.RunAsync(2, racer => racer == 0 ? (Task)raced.AppendAsync(1) : raced.RemoveAsync(1));

            Assert.Equal((await raced.GetAllAsync()).Count, await raced.CountAsync());
        }
    }
}
