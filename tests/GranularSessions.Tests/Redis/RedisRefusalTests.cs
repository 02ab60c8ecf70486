using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;
using StackExchange.Redis;
using CommandStatus = GranularSessions.Storage.CommandStatus;

namespace GranularSessions.Tests.Redis;

/// <summary>A server that answers, but does not do what it is asked: nothing was changed, and the exception says so.</summary>
public sealed class RedisRefusalTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private RedisServer? _server;
    private ConnectionMultiplexer? _client;
    private SessionStore? _store;

    private RedisServer Server => _server!;

    private SessionStore Store => _store!;

    public async ValueTask InitializeAsync()
    {
        _server = await RedisServer.StartAsync();
        _client = await _server.ConnectAsync();
        _store = RedisStoreFixture.NewStore(_client, "test:");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("full", "CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0", "OOM")]
    [InlineData("replica", "REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE", "READONLY")]
    [InlineData("without enough replicas", "CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0", "NOREPLICAS")]
    [InlineData("without permission", "ACL SETUSER default -evalsha -eval", "ACL SETUSER default +evalsha +eval", "NOPERM")]
    public async Task A_server_that_refuses_leaves_the_session_as_it_was(string state, string enter, string leave, string reply)
    {
        var access = await NewSessionAsync();
        await Server.SendAsync(enter.Split(' '));

        var failure = await Assert.ThrowsAsync<SessionUnavailableException>(() => IncrementAsync(access));
        var synchronous = Assert.Throws<SessionUnavailableException>(() => Store.Execute(access, StoreSession.Increment("counter"), Patience));

        Assert.True(failure.InnerException!.Message.StartsWith(reply, StringComparison.Ordinal), $"{state}: {failure.InnerException.Message}");
        Assert.NotNull(synchronous.InnerException);
        await Server.SendAsync(leave.Split(' '));
        Assert.Equal(2, (await IncrementAsync(access)).Number);
    }

    [Fact]
    public async Task A_server_without_memory_can_still_be_read_from_and_signed_out_of()
    {
        var access = await NewSessionAsync();
        await RedisClock.AdvanceAsync(Server, "test:", StoreFixture.Idle / 2);
        await Server.SendAsync("CONFIG", "SET", "maxmemory", "1");

        Assert.Equal(1, (await Store.ExecuteAsync(access, new ReadCounter("counter"), CancellationToken.None)).Number);
        Assert.Equal(CommandStatus.Applied, (await Store.ExecuteAsync(access, new DestroySession(), CancellationToken.None)).Status);
    }

    [Fact]
    public async Task A_server_that_is_busy_with_another_script_leaves_the_session_as_it_was()
    {
        var access = await NewSessionAsync();
        await Server.SendAsync("CONFIG", "SET", "busy-reply-threshold", "1");
        using var busy = await RespConnection.OpenAsync(Server.Port);
        var endless = busy.SendAsync("EVAL", "while true do end", "0");
        await Eventually.ThrowsAsync<InvalidOperationException>(() => Server.SendAsync("PING"), Patience);

        var failure = await Assert.ThrowsAsync<SessionUnavailableException>(() => IncrementAsync(access));

        Assert.StartsWith("BUSY", failure.InnerException!.Message, StringComparison.Ordinal);
        await Server.SendAsync("SCRIPT", "KILL");
        await Assert.ThrowsAsync<InvalidOperationException>(() => endless);
        Assert.Equal(2, (await IncrementAsync(access)).Number);
    }

    [Fact]
    public async Task A_cluster_that_does_not_serve_the_slot_leaves_the_session_as_it_was()
    {
        await using var node = await RedisServer.StartAsync("--cluster-enabled yes", $"--cluster-port {RedisServer.FreePort()}");
        using var client = await node.ConnectAsync();
        var store = RedisStoreFixture.NewStore(client, "test:");

        await Assert.ThrowsAsync<SessionUnavailableException>(
            async () => await store.CreateAsync(StoreSession.NewIdentity(), StoreSession.Increment("counter"), CancellationToken.None));
    }

    [Fact]
    public async Task A_stopped_client_leaves_the_session_as_it_was()
    {
        var access = await NewSessionAsync();
        _client!.Dispose();

        await Assert.ThrowsAsync<SessionUnavailableException>(() => IncrementAsync(access));
    }

    [Fact]
    public async Task Of_a_revocation_that_fails_on_one_session_the_retry_ends_the_rest()
    {
        var identities = new[] { await SignInAsync(), await SignInAsync(), await SignInAsync() };
        var broken = $"test:{{{identities[1].Selector}}}:items";
        await Server.SendAsync("SET", broken, "not a hash");

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(async () => await RevokeAsync());
        Assert.Equal(CommandStatus.SessionMissing, (await TouchAsync(identities[0])).Status);
        Assert.Equal(CommandStatus.Applied, (await TouchAsync(identities[1])).Status);
        Assert.Equal(CommandStatus.SessionMissing, (await TouchAsync(identities[2])).Status);
        await Server.SendAsync("DEL", broken);

        Assert.Single(await RevokeAsync());
        Assert.Equal(CommandStatus.SessionMissing, (await TouchAsync(identities[1])).Status);
        Assert.Empty(await RevokeAsync());

        async Task<NewSession> SignInAsync()
        {
            var identity = StoreSession.NewIdentity();
            await Store.CreateAsync(identity, new SignInSession(identity.VerifierHash, "alice", "id"), CancellationToken.None);
            return identity;
        }

        ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync() => Store.RevokeAsync(new Revocation("alice"), CancellationToken.None);

        async Task<CommandResult> TouchAsync(NewSession session)
            => await Store.ExecuteAsync(new SessionAccess(session.Selector, session.VerifierHash, generation: null), new TouchSession(), CancellationToken.None);
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_indexed_binds_nothing()
    {
        var access = await NewSessionAsync();
        for (var part = 0; part < 16; part++)
        {
            await Server.SendAsync("SET", $"test:signed-in:{part}", "not an index");
        }

        await Assert.ThrowsAsync<SessionUnavailableException>(
            async () => await Store.ExecuteAsync(access, new SignInSession(StoreSession.NewHash(), "alice", "id"), CancellationToken.None));

        var session = await Store.ExecuteAsync(access, new ReadSession(withEntries: false), CancellationToken.None);
        Assert.Equal((CommandStatus.Applied, 1L, null), (session.Status, session.Generation, session.Session!.UserId));
    }

    [Fact]
    public async Task No_message_holds_a_selector_or_an_id()
    {
        var access = await NewSessionAsync();
        await Server.SendAsync("CONFIG", "SET", "maxmemory", "1");

        var failure = await Assert.ThrowsAsync<SessionUnavailableException>(() => IncrementAsync(access));
        await Server.SendAsync("CONFIG", "SET", "maxmemory", "0");
        await Server.SendAsync("SET", $"test:{{{access.Selector}}}:scalars", "not a hash");
        var unknown = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => IncrementAsync(access));

        Assert.DoesNotContain(access.Selector, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(access.Selector, unknown.ToString(), StringComparison.Ordinal);
    }

    private async Task<SessionAccess> NewSessionAsync()
    {
        var identity = StoreSession.NewIdentity();
        await Store.CreateAsync(identity, StoreSession.Increment("counter"), CancellationToken.None);
        return new SessionAccess(identity.Selector, identity.VerifierHash, generation: 1);
    }

    private async Task<CommandResult> IncrementAsync(SessionAccess access)
        => await Store.ExecuteAsync(access, StoreSession.Increment("counter"), CancellationToken.None);
}
