namespace GranularSessions.Conformance;

/// <summary>Values.</summary>
/// <param name="store">The store under test.</param>
public abstract class ValueConformance(StoreFixture store)
{
    private SessionValue<Wizard> NewWizard() => store.NewVisitor().Request().Value<Wizard>("wizard");

    private SessionValue<int> NewNumber() => store.NewVisitor().Request().Value<int>("number");

    [Fact]
    public async Task A_value_reads_as_it_was_written()
    {
        var wizard = NewWizard();

        await wizard.SetAsync(new Wizard(1, "Zoë"));

        Assert.Equal(new Wizard(1, "Zoë"), await wizard.GetAsync());
        Assert.True(await wizard.ExistsAsync());
    }

    [Fact]
    public async Task An_absent_value_is_default_and_does_not_exist()
    {
        var number = NewNumber();

        Assert.Equal(0, await number.GetAsync());
        Assert.Null(await number.GetOrNullAsync());
        Assert.False((await number.GetWithVersionAsync()).Exists);
        Assert.False(await number.ExistsAsync());
        Assert.False(await number.RemoveAsync());
    }

    [Fact]
    public async Task One_of_racing_adders_adds()
    {
        var state = store.NewVisitor().Request();
        await state.Counter("session").IncrementAsync();

        var added = await Race.RunAsync(16, racer => state.Value<int>("flag").TryAddAsync(racer));

        Assert.Single(added, first => first);
        Assert.Equal(Array.IndexOf(added, true), await state.Value<int>("flag").GetAsync());
    }

    [Fact]
    public async Task A_write_at_an_old_version_is_refused()
    {
        var wizard = NewWizard();
        await wizard.SetAsync(new Wizard(1, "a"));
        var read = await wizard.GetWithVersionAsync();
        await wizard.SetAsync(new Wizard(2, "a"));

        Assert.False(await wizard.TrySetAsync(new Wizard(9, "late"), read.Version));
        Assert.Equal(2, (await wizard.GetAsync())!.Step);
        Assert.True(await wizard.TrySetAsync(new Wizard(3, "a"), (await wizard.GetWithVersionAsync()).Version));
    }

    [Fact]
    public async Task Version_zero_expects_no_value()
    {
        var number = NewNumber();

        Assert.True(await number.TrySetAsync(1, expectedVersion: 0));
        Assert.False(await number.TrySetAsync(2, expectedVersion: 0));
    }

    [Fact]
    public async Task A_conditional_write_creates_no_session_for_a_version_that_cannot_exist()
    {
        var visitor = store.NewVisitor();

        Assert.False(await visitor.Request().Value<int>("number").TrySetAsync(1, expectedVersion: 5));
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task A_version_does_not_come_back_with_a_value_that_was_removed_and_added()
    {
        var number = NewNumber();
        await number.SetAsync(1);
        var read = await number.GetWithVersionAsync();
        await number.RemoveAsync();
        await number.SetAsync(1);

        Assert.False(await number.TrySetAsync(2, read.Version));
    }

    [Fact]
    public async Task Update_starts_from_the_default_when_absent()
    {
        var wizard = NewWizard();

        var first = await wizard.UpdateAsync(current => current is null ? new Wizard(1, "new") : current with { Step = current.Step + 1 });
        var second = await wizard.UpdateAsync(current => current is null ? new Wizard(1, "new") : current with { Step = current.Step + 1 });

        Assert.Equal(1, first.Step);
        Assert.Equal(new Wizard(2, "new"), second);
    }

    [Fact]
    public async Task AddOrUpdate_does_either()
    {
        var wizard = NewWizard();

        Assert.Equal(1, (await wizard.AddOrUpdateAsync(new Wizard(1, "a"), current => current with { Step = 7 })).Step);
        Assert.Equal(7, (await wizard.AddOrUpdateAsync(new Wizard(1, "a"), current => current with { Step = 7 })).Step);
    }

    [Fact]
    public async Task No_racing_update_is_lost_because_a_write_compares_the_version()
    {
        var number = NewNumber();
        await number.SetAsync(0);

        await Race.RunAsync(4, async _ =>
        {
            for (var n = 0; n < 100; n++)
            {
                await number.UpdateAsync(current => current + 1);
            }
        });

        Assert.Equal(400, await number.GetAsync());
    }

    [Fact]
    public async Task An_update_may_leave_the_value_alone_and_answers_with_a_result_of_its_own()
    {
        var number = NewNumber();

        Assert.Equal("added", await number.UpdateAsync(Double));
        Assert.Equal("doubled", await number.UpdateAsync(Double));
        var before = await number.GetWithVersionAsync();
        Assert.Equal("kept", await number.UpdateAsync(Double));

        Assert.Equal((2, before.Version), (await number.GetAsync(), (await number.GetWithVersionAsync()).Version));

        static SessionUpdate<int, string> Double(VersionedValue<int> current)
            => !current.Exists ? SessionUpdate.Write(1, "added")
                : current.Value < 2 ? SessionUpdate.Write(current.Value * 2, "doubled")
                : SessionUpdate.Keep("kept");
    }

    [Fact]
    public async Task An_update_that_leaves_an_absent_value_alone_creates_no_session()
    {
        var visitor = store.NewVisitor();

        var result = await visitor.Request().Value<int>("number").UpdateAsync(
            current => current.Exists ? SessionUpdate.Write(current.Value, true) : SessionUpdate.Keep(false));

        Assert.False(result);
        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task The_results_of_racing_updates_say_what_each_has_done()
    {
        var state = store.NewVisitor().Request();
        await state.Value<int>("seats").SetAsync(3);

        var taken = await Race.RunAsync(8, _ => state.Value<int>("seats").UpdateAsync(
            current => current.Value > 0 ? SessionUpdate.Write(current.Value - 1, true) : SessionUpdate.Keep(false)));

        Assert.Equal(3, taken.Count(isTaken => isTaken));
        Assert.Equal(0, await state.Value<int>("seats").GetAsync());
    }

    [Fact]
    public async Task An_update_that_throws_writes_nothing()
    {
        var number = NewNumber();
        await number.SetAsync(1);

        await Assert.ThrowsAsync<FormatException>(() => number.UpdateAsync(_ => throw new FormatException()));
        Assert.Equal(1, await number.GetAsync());
    }

    [Fact]
    public async Task A_taken_value_is_gone_and_one_racer_gets_it()
    {
        var wizard = NewWizard();
        await wizard.SetAsync(new Wizard(1, "once"));

        var taken = await Race.RunAsync(16, _ => wizard.TakeAsync());

        Assert.Single(taken, value => value is not null);
        Assert.False(await wizard.ExistsAsync());
    }

    [Fact]
    public async Task Taking_an_expected_value_leaves_another_one_alone()
    {
        var code = store.NewVisitor().Request().Value<string>("code");
        await code.SetAsync("right");

        Assert.False(await code.TakeAsync("wrong"));
        Assert.True(await code.TakeAsync("right"));
        Assert.False(await code.TakeAsync("right"));
    }

    [Fact]
    public async Task A_value_may_change_its_type_by_being_written()
    {
        var state = store.NewVisitor().Request();
        await state.Value<string>("key").SetAsync("text");

        await Assert.ThrowsAsync<SessionSerializationException>(() => state.Value<int>("key").GetAsync());
        await state.Value<int>("key").SetAsync(5);

        Assert.Equal(5, await state.Value<int>("key").GetAsync());
    }

    private sealed record Wizard(int Step, string Name);
}
