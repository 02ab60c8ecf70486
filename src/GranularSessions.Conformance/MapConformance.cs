namespace GranularSessions.Conformance;

/// <summary>Maps.</summary>
/// <param name="store">The store under test.</param>
public abstract class MapConformance(StoreFixture store)
{
    private SessionMap<Line> NewCart() => store.NewVisitor().Request().Map<Line>("cart");

    private SessionMap<int> NewQuantities() => store.NewVisitor().Request().Map<int>("quantities");

    [Fact]
    public async Task A_field_reads_as_it_was_written()
    {
        var cart = NewCart();

        await cart.SetAsync("sku-1", new Line("Tea", 2));

        Assert.Equal(new Line("Tea", 2), await cart.GetAsync("sku-1"));
        Assert.Null(await cart.GetAsync("sku-2"));
        Assert.True(await cart.ContainsAsync("sku-1"));
        Assert.False(await cart.ContainsAsync("sku-2"));
    }

    [Fact]
    public async Task All_fields_are_read_at_one_moment()
    {
        var cart = NewCart();
        await cart.SetAsync("sku-1", new Line("Tea", 2));
        await cart.SetAsync("sku-2", new Line("Cup", 1));

        var all = await cart.GetAllAsync();

        Assert.Equal(2, await cart.CountAsync());
        Assert.Equal(new Line("Tea", 2), all["sku-1"]);
        Assert.Equal(new Line("Cup", 1), all["sku-2"]);
    }

    [Fact]
    public async Task An_absent_map_is_empty()
    {
        var cart = NewCart();

        Assert.Empty(await cart.GetAllAsync());
        Assert.Equal(0, await cart.CountAsync());
        Assert.False(await cart.RemoveAsync("sku-1"));
        Assert.False(await cart.ClearAsync());
    }

    [Fact]
    public async Task A_nullable_read_tells_absent_from_zero()
    {
        var quantities = NewQuantities();
        await quantities.SetAsync("sku-1", 0);

        Assert.Equal(0, await quantities.GetOrNullAsync("sku-1"));
        Assert.Null(await quantities.GetOrNullAsync("sku-2"));
    }

    [Fact]
    public async Task A_field_is_added_only_where_there_is_none()
    {
        var cart = NewCart();

        Assert.True(await cart.TryAddAsync("sku-1", new Line("Tea", 1)));
        Assert.False(await cart.TryAddAsync("sku-1", new Line("Cup", 1)));
        Assert.Equal("Tea", (await cart.GetAsync("sku-1"))!.Name);
    }

    [Fact]
    public async Task A_write_at_an_old_version_is_refused()
    {
        var cart = NewCart();
        await cart.SetAsync("sku-1", new Line("Tea", 1));
        var read = await cart.GetWithVersionAsync("sku-1");
        await cart.SetAsync("sku-1", new Line("Tea", 2));

        Assert.False(await cart.TrySetAsync("sku-1", new Line("Tea", 9), read.Version));
        Assert.Equal(2, (await cart.GetAsync("sku-1"))!.Quantity);
    }

    [Fact]
    public async Task A_version_does_not_come_back_with_a_field_that_was_removed_and_added()
    {
        var cart = NewCart();
        await cart.SetAsync("sku-1", new Line("Tea", 1));
        var read = await cart.GetWithVersionAsync("sku-1");
        await cart.RemoveAsync("sku-1");
        await cart.SetAsync("sku-1", new Line("Tea", 1));

        Assert.False(await cart.TrySetAsync("sku-1", new Line("Tea", 9), read.Version));
    }

    [Fact]
    public async Task Update_replaces_a_present_field()
    {
        var cart = NewCart();
        await cart.SetAsync("sku-1", new Line("Tea", 1));

        var updated = await cart.UpdateAsync("sku-1", line => line with { Quantity = line.Quantity + 1 });

        Assert.Equal(new Line("Tea", 2), updated);
        Assert.Equal(updated, await cart.GetAsync("sku-1"));
    }

    [Fact]
    public async Task Update_of_an_absent_field_throws_and_TryUpdate_says_so()
    {
        var cart = NewCart();

        await Assert.ThrowsAsync<KeyNotFoundException>(() => cart.UpdateAsync("sku-1", line => line));
        Assert.False((await cart.TryUpdateAsync("sku-1", line => line)).Applied);
        Assert.False(await cart.ContainsAsync("sku-1"));
    }

    [Fact]
    public async Task An_update_may_leave_the_field_alone_and_answers_with_a_result_of_its_own()
    {
        var seats = store.NewVisitor().Request().Map<int>("seats");

        Assert.Equal("none", await seats.UpdateAsync("a", Take));
        Assert.Equal(0, await seats.CountAsync());
        await seats.SetAsync("a", 1);
        Assert.Equal("taken", await seats.UpdateAsync("a", Take));
        Assert.Equal("none", await seats.UpdateAsync("a", Take));
        Assert.Equal(0, await seats.GetAsync("a"));

        static SessionUpdate<int, string> Take(VersionedValue<int> seats)
            => seats.Value > 0 ? SessionUpdate.Write(seats.Value - 1, "taken") : SessionUpdate.Keep("none");
    }

    [Fact]
    public async Task AddOrUpdate_does_either()
    {
        var cart = NewCart();

        await cart.AddOrUpdateAsync("sku-1", new Line("Tea", 1), line => line with { Quantity = line.Quantity + 1 });
        var second = await cart.AddOrUpdateAsync("sku-1", new Line("Tea", 1), line => line with { Quantity = line.Quantity + 1 });

        Assert.Equal(new Line("Tea", 2), second);
    }

    [Fact]
    public async Task No_racing_update_is_lost_because_a_write_compares_the_version()
    {
        var cart = NewCart();
        await cart.SetAsync("sku-1", new Line("Tea", 0));

        await Race.RunAsync(4, async _ =>
        {
            for (var n = 0; n < 100; n++)
            {
                await cart.UpdateAsync("sku-1", line => line with { Quantity = line.Quantity + 1 });
            }
        });

        Assert.Equal(400, (await cart.GetAsync("sku-1"))!.Quantity);
    }

    [Fact]
    public async Task Racing_writes_of_different_fields_all_survive()
    {
        var quantities = NewQuantities();
        await quantities.SetAsync("sku-0", 0);

        await Race.RunAsync(16, number => quantities.SetAsync($"sku-{number}", number));

        Assert.Equal(16, await quantities.CountAsync());
    }

    [Fact]
    public async Task A_numeric_field_is_incremented_in_one_step()
    {
        var quantities = NewQuantities();
        await quantities.SetAsync("sku-1", 40);

        Assert.Equal(42, await quantities.IncrementAsync("sku-1", 2));
        Assert.Equal(1, await quantities.IncrementAsync("sku-2"));
        Assert.Equal(42, await quantities.GetAsync("sku-1"));
    }

    [Fact]
    public async Task Racing_increments_of_a_field_lose_nothing()
    {
        var quantities = NewQuantities();
        await quantities.SetAsync("sku-1", 0);

        await Race.RunAsync(8, async _ =>
        {
            for (var n = 0; n < 500; n++)
            {
                await quantities.IncrementAsync("sku-1");
            }
        });

        Assert.Equal(4000, await quantities.GetAsync("sku-1"));
    }

    [Fact]
    public async Task An_increment_stays_in_the_range_of_the_fields_type()
    {
        var quantities = NewQuantities();
        await quantities.SetAsync("sku-1", int.MaxValue);

        await Assert.ThrowsAsync<OverflowException>(() => quantities.IncrementAsync("sku-1"));
        Assert.Equal(int.MaxValue, await quantities.GetAsync("sku-1"));
    }

    [Fact]
    public async Task A_bounded_increment_of_a_field_says_whether_it_applied()
    {
        var quantities = NewQuantities();

        Assert.Equal(new CounterUpdate(true, 1), await quantities.TryIncrementAsync("sku-1", 1, max: 1));
        Assert.Equal(new CounterUpdate(false, 1), await quantities.TryIncrementAsync("sku-1", 1, max: 1));
    }

    [Fact]
    public async Task Fields_that_are_no_integers_cannot_be_incremented()
    {
        await Assert.ThrowsAsync<NotSupportedException>(() => NewCart().IncrementAsync("sku-1"));
        await Assert.ThrowsAsync<NotSupportedException>(() => store.NewVisitor().Request().Map<DayOfWeek>("days").IncrementAsync("a"));
    }

    [Fact]
    public async Task A_field_written_as_another_type_is_not_incremented()
    {
        var state = store.NewVisitor().Request();
        await state.Map<string>("mixed").SetAsync("field", "seven");

        await Assert.ThrowsAsync<SessionSerializationException>(() => state.Map<int>("mixed").IncrementAsync("field"));
    }

    [Fact]
    public async Task A_removed_field_is_gone_and_a_map_ends_with_its_last_field()
    {
        var state = store.NewVisitor().Request();
        await state.Map<int>("key").SetAsync("only", 1);

        Assert.True(await state.Map<int>("key").RemoveAsync("only"));
        Assert.Equal(1, await state.Counter("key").IncrementAsync());
    }

    [Fact]
    public async Task Fields_are_told_apart_by_case()
    {
        var quantities = NewQuantities();

        await quantities.SetAsync("a", 1);
        await quantities.SetAsync("A", 2);

        Assert.Equal(1, await quantities.GetAsync("a"));
        Assert.Equal(2, await quantities.GetAsync("A"));
    }

    private sealed record Line(string Name, int Quantity);
}
