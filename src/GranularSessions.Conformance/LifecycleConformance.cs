using Microsoft.AspNetCore.Http;

namespace GranularSessions.Conformance;

/// <summary>Creation, destruction, regeneration and sign-in, with requests in flight.</summary>
/// <param name="store">The store under test.</param>
public abstract class LifecycleConformance(StoreFixture store)
{
    private async Task<Visitor> NewVisitorAsync()
    {
        var visitor = store.NewVisitor();
        await visitor.Request().Counter("visits").IncrementAsync();
        return visitor;
    }

    private static async Task<SessionState> OpenRequestAsync(Visitor visitor)
    {
        var state = visitor.Request();
        Assert.Equal(1, await state.Counter("visits").GetAsync());
        return state;
    }

    [Fact]
    public async Task Reads_removes_and_consumes_create_no_session()
    {
        var visitor = store.NewVisitor();
        var state = visitor.Request();

        await state.Counter("a").GetAsync();
        await state.Counter("a").RemoveAsync();
        await state.Set<int>("b").RemoveAsync(1);
        await state.Map<int>("c").GetAllAsync();
        await state.List<int>("d").ClearAsync();
        await state.Value<int>("e").TakeAsync();
        await state.GetUserIdAsync();
        await state.RegenerateIdAsync();
        await state.DestroyAsync();

        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Parallel_first_writes_of_one_request_share_one_session()
    {
        var visitor = store.NewVisitor();
        var state = visitor.Request();

        await Race.RunAsync(8, _ => state.Counter("visits").IncrementAsync());

        Assert.Equal(1, visitor.CookiesReceived);
        Assert.Equal(8, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Destroy_ends_the_session_for_the_next_request()
    {
        var visitor = await NewVisitorAsync();
        var stolen = visitor.Copy();

        await visitor.Request().DestroyAsync();

        Assert.Null(visitor.Cookie);
        Assert.Equal(0, await stolen.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_late_write_after_logout_throws_because_a_missing_established_session_is_not_recreated()
    {
        var visitor = await NewVisitorAsync();
        var late = await OpenRequestAsync(visitor);

        await visitor.Copy().Request().DestroyAsync();

        await Assert.ThrowsAsync<SessionEndedException>(() => late.Counter("visits").IncrementAsync());
        await Assert.ThrowsAsync<SessionEndedException>(() => late.Set<int>("set").AddAsync(1));
        await Assert.ThrowsAsync<SessionEndedException>(() => late.Value<int>("value").SetAsync(1));
        await Assert.ThrowsAsync<SessionEndedException>(() => late.Counter("visits").GetAsync());
        await Assert.ThrowsAsync<SessionEndedException>(() => late.RegenerateIdAsync());
        await Assert.ThrowsAsync<SessionEndedException>(() => late.SignInAsync("alice"));
    }

    [Fact]
    public async Task A_late_commit_after_logout_throws()
    {
        var visitor = await NewVisitorAsync();
        var late = visitor.Session();
        Assert.Empty(late.Keys);
        late.SetString("cart", "resurrected");

        await visitor.Copy().Request().DestroyAsync();

        await Assert.ThrowsAsync<SessionEndedException>(() => late.CommitAsync());
    }

    [Fact]
    public async Task Racing_writes_leave_nothing_behind_a_logout()
    {
        for (var round = 0; round < 50; round++)
        {
            var visitor = await NewVisitorAsync();
            var stolen = visitor.Copy();
            var writer = await OpenRequestAsync(visitor);
            var logout = await OpenRequestAsync(visitor.Copy());

            await Race.RunAsync(2, async racer =>
            {
                if (racer == 0)
                {
                    await logout.DestroyAsync();
                    return;
                }

                try
                {
                    await writer.Counter("visits").IncrementAsync();
                }
                catch (SessionEndedException)
                {
                    // The logout was faster.
                }
            });

            Assert.Equal(0, await stolen.Request().Counter("visits").GetAsync());
        }
    }

    [Fact]
    public async Task A_write_after_this_requests_own_logout_begins_an_unrelated_session()
    {
        var visitor = await NewVisitorAsync();
        var session = visitor.Session();
        var ended = session.Id;
        var state = session.GetSessionState();

        await state.DestroyAsync();
        session.SetString("message", "You are signed out.");
        await session.CommitAsync();

        Assert.NotEqual(ended, visitor.Session().Id);
        Assert.Equal(["message"], visitor.Session().Keys);
        Assert.Equal(0, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Destroy_drops_what_was_not_committed()
    {
        var visitor = await NewVisitorAsync();
        var session = visitor.Session();
        session.SetString("cart", "full");

        await session.GetSessionState().DestroyAsync();
        await session.CommitAsync();

        Assert.Null(visitor.Cookie);
    }

    [Fact]
    public async Task Regeneration_keeps_the_data_and_the_old_cookie_reads_nothing()
    {
        var visitor = await NewVisitorAsync();
        var stolen = visitor.Copy();

        Assert.True(await visitor.Request().RegenerateIdAsync());

        Assert.NotEqual(stolen.Cookie, visitor.Cookie);
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
        Assert.Equal(0, await stolen.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Every_sign_in_and_regeneration_raises_the_generation_by_one()
    {
        var visitor = store.NewVisitor();
        Assert.Null(await visitor.Request().GetGenerationAsync());

        var state = visitor.Request();
        await state.Counter("visits").IncrementAsync();
        Assert.Equal(1, await state.GetGenerationAsync());
        await state.RegenerateIdAsync();
        Assert.Equal(2, await state.GetGenerationAsync());
        await state.SignInAsync("alice");

        Assert.Equal(3, await visitor.Request().GetGenerationAsync());
    }

    [Fact]
    public async Task A_superseded_cookie_has_no_generation_and_a_superseded_request_is_told()
    {
        var visitor = await NewVisitorAsync();
        var stolen = visitor.Copy();
        var open = await OpenRequestAsync(visitor.Copy());

        await visitor.Request().SignInAsync("alice");

        Assert.Null(await stolen.Request().GetGenerationAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => open.GetGenerationAsync());
    }

    [Fact]
    public async Task The_cookie_of_before_a_rotation_opens_the_generation_of_before_it()
    {
        var visitor = await NewVisitorAsync();
        var previous = visitor.Copy();

        await visitor.RequestWithLostResponse().RegenerateIdAsync(IdRegeneration.Routine);

        Assert.Equal(1, await previous.Request().GetGenerationAsync());
    }

    [Fact]
    public async Task A_superseded_cookie_writes_nothing_destroys_nothing_and_receives_no_cookie()
    {
        var visitor = await NewVisitorAsync();
        var stolen = visitor.Copy();
        await visitor.Request().RegenerateIdAsync();

        await Assert.ThrowsAsync<SessionSupersededException>(() => stolen.Request().Counter("visits").IncrementAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => stolen.Request().RegenerateIdAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => stolen.Request().DestroyAsync());
        var session = stolen.Session();
        session.SetString("a", "b");
        await Assert.ThrowsAsync<SessionSupersededException>(() => session.CommitAsync());

        Assert.Equal(0, stolen.CookiesReceived);
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task An_open_request_of_a_planted_cookie_fails_because_every_command_checks_the_generation()
    {
        var victim = await NewVisitorAsync();
        var attacker = await OpenRequestAsync(victim.Copy());

        await victim.Request().SignInAsync("alice");

        await Assert.ThrowsAsync<SessionSupersededException>(() => attacker.GetUserIdAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => attacker.Counter("visits").GetAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => attacker.Counter("visits").IncrementAsync());
    }

    [Fact]
    public async Task The_request_that_regenerated_goes_on_with_the_new_id()
    {
        var visitor = await NewVisitorAsync();
        var state = await OpenRequestAsync(visitor);

        await state.RegenerateIdAsync();
        Assert.Equal(2, await state.Counter("visits").IncrementAsync());
        await state.RegenerateIdAsync();

        Assert.Equal(3, await state.Counter("visits").IncrementAsync());
        Assert.Equal(3, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_routine_rotation_keeps_the_old_cookie_until_the_new_one_is_presented()
    {
        var visitor = await NewVisitorAsync();
        var old = visitor.Copy();
        var open = await OpenRequestAsync(old);
        await visitor.Request().RegenerateIdAsync(IdRegeneration.Routine);

        Assert.Equal(1, await old.Request().Counter("visits").GetAsync());
        Assert.Equal(2, await open.Counter("visits").IncrementAsync());
        Assert.Equal(2, await visitor.Request().Counter("visits").GetAsync());

        Assert.Equal(0, await old.Request().Counter("visits").GetAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => open.Counter("visits").IncrementAsync());
    }

    [Fact]
    public async Task A_lost_response_at_a_routine_rotation_does_not_lose_the_session()
    {
        var visitor = await NewVisitorAsync();

        await visitor.RequestWithLostResponse().RegenerateIdAsync(IdRegeneration.Routine);
        await store.AdvanceAsync(TimeSpan.FromSeconds(30) - StoreFixture.Tolerance);

        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task The_old_cookie_ends_after_thirty_seconds()
    {
        var visitor = await NewVisitorAsync();
        var open = await OpenRequestAsync(visitor);
        await visitor.RequestWithLostResponse().RegenerateIdAsync(IdRegeneration.Routine);

        await store.AdvanceAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, await visitor.Request().Counter("visits").GetAsync());
        await Assert.ThrowsAsync<SessionSupersededException>(() => open.Counter("visits").GetAsync());
    }

    [Fact]
    public async Task One_of_racing_routine_rotations_wins_and_the_losers_send_no_cookie()
    {
        var visitor = await NewVisitorAsync();
        var clients = Enumerable.Range(0, 8).Select(_ => visitor.Copy()).ToArray();
        var requests = await Task.WhenAll(clients.Select(OpenRequestAsync));

        var won = await Race.RunAsync(8, number => requests[number].RegenerateIdAsync(IdRegeneration.Routine));

        var winner = Assert.Single(clients, client => client.CookiesReceived > 0);
        Assert.Single(won, first => first);
        Assert.Equal(1, await winner.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task A_privilege_change_from_a_rotated_cookie_is_refused_not_skipped()
    {
        var visitor = await NewVisitorAsync();
        var old = visitor.Copy();
        await visitor.Request().RegenerateIdAsync(IdRegeneration.Routine);

        await Assert.ThrowsAsync<SessionSupersededException>(() => old.Request().RegenerateIdAsync());
    }

    [Fact]
    public async Task Sign_in_keeps_an_anonymous_sessions_data_and_regenerates()
    {
        var visitor = await NewVisitorAsync();
        var planted = visitor.Copy();

        await visitor.Request().SignInAsync("alice");

        Assert.Equal("alice", await visitor.Request().GetUserIdAsync());
        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
        Assert.Null(await planted.Request().GetUserIdAsync());
        Assert.Equal(0, await planted.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Sign_in_without_a_session_creates_one()
    {
        var visitor = store.NewVisitor();

        await visitor.Request().SignInAsync("alice");

        Assert.Equal("alice", await visitor.Request().GetUserIdAsync());
    }

    [Fact]
    public async Task Sign_in_of_the_same_user_keeps_the_data_and_regenerates()
    {
        var visitor = await NewVisitorAsync();
        await visitor.Request().SignInAsync("alice");
        var before = visitor.Copy();

        await visitor.Request().SignInAsync("alice");

        Assert.Equal(1, await visitor.Request().Counter("visits").GetAsync());
        Assert.Null(await before.Request().GetUserIdAsync());
    }

    [Fact]
    public async Task Sign_in_of_another_user_starts_empty_with_another_id()
    {
        var visitor = await NewVisitorAsync();
        await visitor.Request().SignInAsync("alice");
        var session = visitor.Session();
        var idOfAlice = session.Id;
        session.SetString("cart", "alice's");

        await session.GetSessionState().SignInAsync("bob");
        await session.CommitAsync();

        Assert.Equal("bob", await visitor.Request().GetUserIdAsync());
        Assert.Equal(0, await visitor.Request().Counter("visits").GetAsync());
        Assert.Empty(visitor.Session().Keys);
        Assert.NotEqual(idOfAlice, visitor.Session().Id);
    }

    [Fact]
    public async Task Sign_in_restarts_the_absolute_deadline()
    {
        var visitor = await NewVisitorAsync();
        for (var n = 0; n < 10; n++)
        {
            await store.AdvanceAsync(StoreFixture.Absolute / 12);
            await visitor.Request().Counter("visits").GetAsync();
        }

        await visitor.Request().SignInAsync("alice");
        for (var n = 0; n < 3; n++)
        {
            await store.AdvanceAsync(StoreFixture.Absolute / 12);
            Assert.Equal("alice", await visitor.Request().GetUserIdAsync());
        }
    }

    [Fact]
    public async Task A_lost_response_at_sign_in_does_not_lock_the_user_out()
    {
        var visitor = await NewVisitorAsync();
        await visitor.RequestWithLostResponse().SignInAsync("alice");
        Assert.Null(await visitor.Request().GetUserIdAsync());

        await visitor.Request().SignInAsync("alice");

        Assert.Equal("alice", await visitor.Request().GetUserIdAsync());
    }

    [Fact]
    public async Task Of_parallel_sign_ins_on_open_requests_one_wins_and_the_losers_send_no_cookie()
    {
        var visitor = await NewVisitorAsync();
        var clients = Enumerable.Range(0, 4).Select(_ => visitor.Copy()).ToArray();
        var requests = await Task.WhenAll(clients.Select(OpenRequestAsync));

        var won = await Race.RunAsync(4, async number =>
        {
            try
            {
                await requests[number].SignInAsync("alice");
                return true;
            }
            catch (SessionSupersededException)
            {
                return false;
            }
        });

        Assert.Single(won, first => first);
        var winner = Assert.Single(clients, client => client.CookiesReceived > 0);
        Assert.Equal("alice", await winner.Request().GetUserIdAsync());
    }
}
