using System.Globalization;
using System.Text.RegularExpressions;
using GranularSessions.Conformance;
using GranularSessions.Storage;

namespace GranularSessions.Tests.Redis;

/// <summary>What is in the server, and for how long.</summary>
public sealed partial class RedisKeysTests(RedisStoreFixture store, SharedRedis shared) : IClassFixture<RedisStoreFixture>
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task All_keys_of_a_session_share_its_selector_as_hash_tag()
    {
        var session = await NewSessionWithEverythingAsync();

        var keys = await KeysOfAsync(session);

        Assert.Equal(9, keys.Count);
        Assert.All(keys, key => Assert.Equal(session.Identity.Selector, HashTag().Match(key).Groups[1].Value));
    }

    [Fact]
    public async Task Nothing_holds_the_user_or_the_verifier_in_clear()
    {
        var user = $"alice-{Guid.NewGuid()}@example.com";
        var visitor = store.NewVisitor();
        await visitor.Request().SignInAsync(user);
        var verifier = visitor.Cookie![23..];

        var keys = (object?[])(await store.Server.SendAsync("KEYS", store.Prefix + "*"))!;

        Assert.All(keys.Cast<string>(), key => Assert.DoesNotContain(user, key, StringComparison.Ordinal));
        var root = keys.Cast<string>().Single(key => key.EndsWith($"{{{visitor.Cookie[..22]}}}", StringComparison.Ordinal));
        var fields = (object?[])(await store.Server.SendAsync("HGETALL", root))!;
        Assert.DoesNotContain(fields, field => ((string)field!).Contains(verifier, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_key_of_a_session_is_collected_at_its_absolute_deadline()
    {
        var session = await NewSessionWithEverythingAsync();

        foreach (var key in await KeysOfAsync(session))
        {
            var left = TimeSpan.FromMilliseconds((long)(await store.Server.SendAsync("PTTL", key))!);
            Assert.InRange(left, StoreFixture.Absolute - Moment, StoreFixture.Absolute);
        }
    }

    [Fact]
    public async Task Activity_writes_one_key()
    {
        var session = await NewSessionWithEverythingAsync();
        await store.AdvanceAsync(StoreFixture.Idle / 2);
        var before = await DumpAsync(session);

        await session.RunAsync(new ReadCounter("counter"));

        var changed = (await DumpAsync(session)).Where(after => before[after.Key] != after.Value);
        Assert.Equal([Root(session)], changed.Select(key => key.Key));
    }

    [Fact]
    public async Task Reading_writes_nothing_below_the_refresh_threshold()
    {
        var session = await NewSessionWithEverythingAsync();
        var before = await DumpAsync(session);

        await session.RunAsync(new ReadSession(withEntries: true));
        await session.RunAsync(new ReadMap("map"));
        await session.RunAsync(new AddToCounter("counter", 1, 0, 0, lifetime: null));

        Assert.Equal(before, await DumpAsync(session));
    }

    [Fact]
    public async Task A_destroyed_session_leaves_no_key()
    {
        var session = await NewSessionWithEverythingAsync();

        await session.RunAsync(new DestroySession());

        Assert.Empty(await KeysOfAsync(session));
    }

    [Fact]
    public async Task A_revoked_session_leaves_no_key_and_no_sign_in()
    {
        var user = $"user-{Guid.NewGuid()}";
        var session = await NewSessionWithEverythingAsync();
        await session.RunAsync(new SignInSession(StoreSession.NewHash(), user, "id"));

        await store.Store.RevokeAsync(new Revocation(user), TestContext.Current.CancellationToken);

        Assert.Empty(await KeysOfAsync(session));
        Assert.Empty(await SignInsAsync(session));
    }

    [Fact]
    public async Task A_session_that_ended_idle_leaves_no_key_after_the_clean_up()
    {
        var session = await NewSessionWithEverythingAsync();
        await session.RunAsync(new SignInSession(StoreSession.NewHash(), $"user-{Guid.NewGuid()}", "id"));
        await store.AdvanceAsync(StoreFixture.Idle);

        Assert.True(await store.Store.RemoveExpiredAsync(1000, TestContext.Current.CancellationToken) > 0);

        Assert.Empty(await KeysOfAsync(session));
        Assert.Empty(await SignInsAsync(session));
    }

    [Fact]
    public async Task When_every_session_has_ended_the_clean_up_leaves_no_key_at_all()
    {
        await using var store = new RedisStoreFixture(shared);
        await store.InitializeAsync();
        var abandoned = await NewSessionWithEverythingAsync(store);
        var loggedOut = await NewSessionWithEverythingAsync(store);
        var revoked = await NewSessionWithEverythingAsync(store);
        foreach (var session in new[] { abandoned, loggedOut, revoked })
        {
            await SignInAsync(session, "alice");
            await SignInAsync(session, "alice");
        }

        var takenOver = await NewSessionWithEverythingAsync(store);
        await SignInAsync(takenOver, "alice");
        await SignInAsync(takenOver, "bob");

        await loggedOut.RunAsync(new DestroySession());
        await store.Store.RevokeAsync(new Revocation("alice", onlyId: revoked.Identity.Id), TestContext.Current.CancellationToken);
        await store.AdvanceAsync(StoreFixture.Idle);
        await store.Store.RemoveExpiredAsync(1000, TestContext.Current.CancellationToken);

        Assert.Empty((object?[])(await store.Server.SendAsync("KEYS", store.Prefix + "*"))!);
    }

    [Fact]
    public async Task The_clean_up_looks_at_a_living_session_again_when_it_may_have_ended()
    {
        var session = await NewSessionWithEverythingAsync();
        await store.AdvanceAsync(StoreFixture.Idle / 2);
        await session.RunAsync(new TouchSession());
        await store.AdvanceAsync(StoreFixture.Idle / 2);
        await store.Store.RemoveExpiredAsync(1000, TestContext.Current.CancellationToken);
        Assert.NotEmpty(await KeysOfAsync(session));

        await store.AdvanceAsync(StoreFixture.Idle / 2);
        await store.Store.RemoveExpiredAsync(1000, TestContext.Current.CancellationToken);

        Assert.Empty(await KeysOfAsync(session));
    }

    [Fact]
    public async Task Emptying_a_session_frees_its_items_but_not_those_written_since()
    {
        var session = await NewSessionWithEverythingAsync();

        await session.RunAsync(new WriteEntries(clearFirst: true, new Dictionary<string, byte[]?>()));
        await session.RunAsync(new AddToSet("set", [2], lifetime: null));

        Assert.Equal(
            [Root(session), Root(session) + ":item:set", Root(session) + ":items", Root(session) + ":operations"],
            (await KeysOfAsync(session)).Order(StringComparer.Ordinal));
        Assert.Equal([[2]], (await session.RunAsync(new ReadSet("set"))).Payloads);
    }

    [Fact]
    public async Task What_a_failed_sweep_leaves_is_neither_read_nor_joined()
    {
        var session = await NewSessionWithEverythingAsync();
        await store.Server.SendAsync("DEL", Root(session) + ":items", Root(session) + ":scalars");

        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadSet("set"))).Status);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadCounter("counter"))).Status);
        await session.RunAsync(new AddToSet("set", [2], lifetime: null));
        await session.RunAsync(new AddToSet("list", [3], lifetime: null));

        Assert.Equal([[2]], (await session.RunAsync(new ReadSet("set"))).Payloads);
        Assert.Equal([[3]], (await session.RunAsync(new ReadSet("list"))).Payloads);
        Assert.Equal(1, (await session.RunAsync(StoreSession.Increment("counter"))).Number);
    }

    [Fact]
    public async Task Items_live_as_long_as_a_session_whose_deadline_a_sign_in_moved()
    {
        var session = await NewSessionWithEverythingAsync();
        foreach (var key in await KeysOfAsync(session))
        {
            await store.Server.SendAsync("PEXPIRE", key, $"{(long)Moment.TotalMilliseconds}");
        }

        await store.AdvanceAsync(StoreFixture.Idle / 2);
        Assert.Equal(CommandStatus.Applied, (await session.RunAsync(new SignInSession(StoreSession.NewHash(), $"user-{Guid.NewGuid()}", "id"))).Status);

        foreach (var key in await KeysOfAsync(session))
        {
            var left = TimeSpan.FromMilliseconds((long)(await store.Server.SendAsync("PTTL", key))!);
            Assert.True(left > StoreFixture.Absolute - Moment, $"{key}: {left}");
        }
    }

    [Fact]
    public async Task Data_that_the_server_evicted_reads_as_absent_and_is_begun_anew()
    {
        var session = await NewSessionWithEverythingAsync();
        foreach (var key in new[] { ":scalars", ":item:set", ":item:map", ":item:list", ":item:tokens" })
        {
            await store.Server.SendAsync("DEL", Root(session) + key);
        }

        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadCounter("counter"))).Status);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadValue("value"))).Status);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadSet("set"))).Status);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadMap("map"))).Status);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ReadList("list"))).Status);
        Assert.Equal(CommandStatus.Absent, (await session.RunAsync(new ConsumeToken("tokens", new byte[32]))).Status);
        Assert.Equal(1, (await session.RunAsync(StoreSession.Increment("counter"))).Number);
        await session.RunAsync(new AddToSet("set", [2], lifetime: null));
        Assert.InRange((long)(await store.Server.SendAsync("PTTL", Root(session) + ":item:set"))!, 1, (long)StoreFixture.Absolute.TotalMilliseconds);
        Assert.InRange((long)(await store.Server.SendAsync("PTTL", Root(session) + ":scalars"))!, 1, (long)StoreFixture.Absolute.TotalMilliseconds);
    }

    private Task<StoreSession> NewSessionWithEverythingAsync() => NewSessionWithEverythingAsync(store);

    private static async Task<StoreSession> NewSessionWithEverythingAsync(RedisStoreFixture store)
    {
        var session = StoreSession.Unborn(store);
        await session.CreateAsync(new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["entry"] = [1] }));
        await session.RunAsync(StoreSession.Increment("counter", new SessionOperation(SessionOperationId.Create(), StoreSession.NewHash(), keepsPayload: false)));
        await session.RunAsync(new WriteValue("value", [1], WriteCondition.None, lifetime: null));
        await session.RunAsync(new AddToSet("set", [1], lifetime: null));
        await session.RunAsync(new WriteField("map", "field", [1], WriteCondition.None, lifetime: null));
        await session.RunAsync(new InsertIntoList("list", [1], ListEnd.Last, 10, DuplicateHandling.Keep, lifetime: null));
        await session.RunAsync(new IssueToken("tokens", new byte[32], TimeSpan.FromMinutes(1), maxTokens: 4));
        return session;
    }

    private static async Task SignInAsync(StoreSession session, string user)
    {
        var signedIn = await session.RunAsync(new SignInSession(StoreSession.NewHash(), user, StoreSession.NewIdentity().Id));
        Assert.Equal(CommandStatus.Applied, signedIn.Status);
        session.Access = session.Access.EstablishedAt(signedIn.Generation);
    }

    private string Root(StoreSession session) => $"{store.Prefix}{{{session.Identity.Selector}}}";

    private async Task<IReadOnlyList<string>> KeysOfAsync(StoreSession session)
        => [.. ((object?[])(await store.Server.SendAsync("KEYS", $"*{session.Identity.Selector}*"))!).Cast<string>()];

    private async Task<IReadOnlyList<string>> SignInsAsync(StoreSession session)
    {
        var found = new List<string>();
        foreach (var kind in new[] { "user:*", "signed-in:*" })
        {
            foreach (var key in ((object?[])(await store.Server.SendAsync("KEYS", store.Prefix + kind))!).Cast<string>())
            {
                var members = (object?[])(await store.Server.SendAsync("ZRANGE", key, "0", "-1"))!;
                found.AddRange(members.Cast<string>().Where(member => member.StartsWith(session.Identity.Selector, StringComparison.Ordinal)));
            }
        }

        return found;
    }

    /// <summary>Each key's content, as the server's own digest of it, and its expiry.</summary>
    private async Task<Dictionary<string, string>> DumpAsync(StoreSession session)
    {
        var dump = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in await KeysOfAsync(session))
        {
            var digest = (object?[])(await store.Server.SendAsync("DEBUG", "DIGEST-VALUE", key))!;
            var expiry = (long)(await store.Server.SendAsync("PEXPIRETIME", key))!;
            dump.Add(key, $"{digest[0]} {expiry.ToString(CultureInfo.InvariantCulture)}");
        }

        return dump;
    }

    [GeneratedRegex(@"\{(.*?)\}")]
    private static partial Regex HashTag();
}
