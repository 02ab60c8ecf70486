namespace GranularSessions.Conformance;

/// <summary>Listing and revoking a user's sessions.</summary>
/// <param name="store">The store under test.</param>
public abstract class RegistryConformance(StoreFixture store)
{
    // The store is shared by the tests of this class; each has a user of its own.
    private readonly string _user = $"user-{Guid.NewGuid()}";

    private async Task<Visitor> SignedInAsync(string? user = null, string? hint = null)
    {
        var visitor = store.NewVisitor();
        await visitor.Request().SignInAsync(user ?? _user);
        await visitor.Request().SetUserAgentHintAsync(hint);
        return visitor;
    }

    private static async Task<string> IdOfAsync(Visitor visitor) => (await visitor.Request().GetInfoAsync())!.Id;

    [Fact]
    public async Task A_user_sees_the_own_sessions_seen_last_first()
    {
        var phone = await SignedInAsync(hint: "Phone");
        await SignedInAsync(hint: "Laptop");
        await SignedInAsync(user: _user + "-other");
        await store.AdvanceAsync(StoreFixture.Idle / 2);
        await phone.Request().Counter("visits").IncrementAsync();

        var sessions = await store.Registry.ListAsync(_user);

        Assert.Equal(["Phone", "Laptop"], sessions.Select(session => session.UserAgentHint));
        Assert.All(sessions, session => Assert.Equal(_user, session.UserId));
        Assert.Equal(sessions[0].CreatedAt + (StoreFixture.Idle / 2), sessions[0].LastSeenAt, StoreFixture.Tolerance);
        Assert.Equal(await IdOfAsync(phone), sessions[0].Id);
    }

    [Fact]
    public async Task Listing_is_no_activity()
    {
        await SignedInAsync();
        await store.AdvanceAsync(StoreFixture.Idle / 2);

        await store.Registry.ListAsync(_user);
        await store.AdvanceAsync(StoreFixture.Idle / 2);

        Assert.Empty(await store.Registry.ListAsync(_user));
    }

    [Fact]
    public async Task Anonymous_destroyed_and_taken_over_sessions_are_not_listed()
    {
        await store.NewVisitor().Request().Counter("visits").IncrementAsync();
        await (await SignedInAsync()).Request().DestroyAsync();
        await (await SignedInAsync()).Request().SignInAsync(_user + "-other");

        Assert.Empty(await store.Registry.ListAsync(_user));
        Assert.Single(await store.Registry.ListAsync(_user + "-other"));
    }

    [Fact]
    public async Task One_session_is_revoked_and_the_others_live()
    {
        var phone = await SignedInAsync();
        var laptop = await SignedInAsync();

        Assert.True(await store.Registry.RevokeAsync(_user, await IdOfAsync(phone)));

        Assert.Null(await phone.Request().GetUserIdAsync());
        Assert.Equal(_user, await laptop.Request().GetUserIdAsync());
        Assert.Single(await store.Registry.ListAsync(_user));
    }

    [Fact]
    public async Task A_session_of_another_user_is_not_revoked()
    {
        var victim = await SignedInAsync(user: _user + "-victim");

        Assert.False(await store.Registry.RevokeAsync(_user, await IdOfAsync(victim)));
        Assert.False(await store.Registry.RevokeAsync(_user, "no such session"));

        Assert.Equal(_user + "-victim", await victim.Request().GetUserIdAsync());
    }

    [Fact]
    public async Task All_sessions_of_a_user_are_revoked()
    {
        var visitors = new[] { await SignedInAsync(), await SignedInAsync(), await SignedInAsync() };
        var bystander = await SignedInAsync(user: _user + "-other");

        Assert.Equal(3, await store.Registry.RevokeAllAsync(_user));

        foreach (var visitor in visitors)
        {
            Assert.Null(await visitor.Request().GetUserIdAsync());
        }

        Assert.NotNull(await bystander.Request().GetUserIdAsync());
        Assert.Equal(0, await store.Registry.RevokeAllAsync(_user));
    }

    [Fact]
    public async Task All_but_one_are_revoked()
    {
        var kept = await SignedInAsync();
        var other = await SignedInAsync();

        Assert.Equal(1, await store.Registry.RevokeAllExceptAsync(_user, await IdOfAsync(kept)));

        Assert.Equal(_user, await kept.Request().GetUserIdAsync());
        Assert.Null(await other.Request().GetUserIdAsync());
    }

    [Fact]
    public async Task An_open_request_of_a_revoked_session_fails()
    {
        var visitor = await SignedInAsync();
        var open = visitor.Request();
        await open.Counter("visits").IncrementAsync();

        await store.Registry.RevokeAllAsync(_user);

        await Assert.ThrowsAsync<SessionEndedException>(() => open.Counter("visits").IncrementAsync());
        await Assert.ThrowsAsync<SessionEndedException>(() => open.GetUserIdAsync());
    }

    [Fact]
    public async Task Of_sign_ins_that_race_with_a_revocation_none_that_came_first_survives()
    {
        for (var round = 0; round < 50; round++)
        {
            var user = $"{_user}-{round}";
            var early = await SignedInAsync(user);
            var late = store.NewVisitor();

            await Race.RunAsync(2, racer => racer == 0 ? store.Registry.RevokeAllAsync(user) : late.Request().SignInAsync(user));

            Assert.Null(await early.Request().GetUserIdAsync());
            var isLateAlive = await late.Request().GetUserIdAsync() is not null;
            Assert.Equal(isLateAlive ? 1 : 0, (await store.Registry.ListAsync(user)).Count);
            Assert.Equal(isLateAlive ? 1 : 0, await store.Registry.RevokeAllAsync(user));
        }
    }

    [Fact]
    public async Task Racing_sign_ins_on_one_session_stay_revocable()
    {
        for (var round = 0; round < 50; round++)
        {
            var user = $"{_user}-{round}";
            var visitor = store.NewVisitor();
            await visitor.Request().Counter("visits").IncrementAsync();
            var clients = new[] { visitor.Copy(), visitor.Copy() };
            var requests = clients.Select(client => client.Request()).ToArray();
            await Task.WhenAll(requests.Select(request => request.Counter("visits").GetAsync()));

            await Race.RunAsync(2, async racer =>
            {
                try
                {
                    await requests[racer].SignInAsync(user);
                }
                catch (SessionSupersededException)
                {
                    // The other one signed in first.
                }
            });
            await store.Registry.RevokeAllAsync(user);

            foreach (var client in clients)
            {
                Assert.Null(await client.Request().GetUserIdAsync());
            }
        }
    }

    [Fact]
    public async Task A_regenerated_session_stays_revocable()
    {
        var visitor = await SignedInAsync();
        await visitor.Request().RegenerateIdAsync();

        Assert.Equal(1, await store.Registry.RevokeAllAsync(_user));

        Assert.Null(await visitor.Request().GetUserIdAsync());
    }

    [Fact]
    public async Task Everyone_is_signed_out_and_anonymous_sessions_stay()
    {
        var alice = await SignedInAsync(_user + "-alice");
        var bob = await SignedInAsync(_user + "-bob");
        var anonymous = store.NewVisitor();
        await anonymous.Request().Counter("visits").IncrementAsync();

        Assert.True(await store.Registry.RevokeEveryoneAsync() >= 2);

        Assert.Null(await alice.Request().GetUserIdAsync());
        Assert.Null(await bob.Request().GetUserIdAsync());
        Assert.Equal(1, await anonymous.Request().Counter("visits").GetAsync());
    }

    [Fact]
    public async Task Expired_sessions_are_neither_listed_nor_revoked()
    {
        await SignedInAsync();

        await store.AdvanceAsync(StoreFixture.Idle);

        Assert.Empty(await store.Registry.ListAsync(_user));
        Assert.Equal(0, await store.Registry.RevokeAllAsync(_user));
    }

    [Fact]
    public async Task Bad_ids_are_refused()
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.Registry.ListAsync(""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.Registry.RevokeAllAsync(null!));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.Registry.RevokeAsync(_user, ""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.Registry.RevokeAllExceptAsync(_user, ""));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.NewVisitor().Request().SetUserAgentHintAsync(new string('x', 1025)));
    }

    [Fact]
    public async Task A_hint_without_a_session_creates_none()
    {
        var visitor = store.NewVisitor();

        await visitor.Request().SetUserAgentHintAsync("Phone");

        Assert.Null(visitor.Cookie);
    }
}
