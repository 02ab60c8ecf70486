using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Tests.Faults;
using GranularSessions.Tests.Servers;

namespace GranularSessions.Tests.Redis;

/// <summary>What is left when a server dies.</summary>
public sealed class RedisCrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task With_every_write_synced_a_killed_server_has_lost_nothing_that_it_acknowledged()
    {
        const int callers = 4;
        const int acknowledgedBeforeTheEnd = 300;
        await using var server = await RedisServer.StartAsync("--appendonly yes", "--appendfsync always");
        using var client = await server.ConnectAsync();
        var store = RedisStoreFixture.NewStore(client, "test:");
        var ended = await CreateAsync(store);
        await store.ExecuteAsync(ended, new DestroySession(), CancellationToken.None);
        var access = await CreateAsync(store);
        var (acknowledged, unknown, stop) = (0, 0, false);

        var traffic = Race.RunAsync(callers, async _ =>
        {
            while (!Volatile.Read(ref stop))
            {
                try
                {
                    await store.ExecuteAsync(access, StoreSession.Increment("counter"), CancellationToken.None);
                    Interlocked.Increment(ref acknowledged);
                }
                catch (SessionOutcomeUnknownException)
                {
                    Interlocked.Increment(ref unknown);
                }
                catch (SessionUnavailableException)
                {
                    await Task.Delay(5);
                }
            }
        });
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref acknowledged) >= acknowledgedBeforeTheEnd), Patience);
        await server.KillAsync();
        var acknowledgedByTheKilled = Volatile.Read(ref acknowledged);
        await server.StartAgainAsync();
        await Eventually.IsTrueAsync(() => Task.FromResult(Volatile.Read(ref acknowledged) > acknowledgedByTheKilled + callers), Patience);
        Volatile.Write(ref stop, true);
        await traffic;

        var counted = (await store.ExecuteAsync(access, new ReadCounter("counter"), CancellationToken.None)).Number;
        Assert.InRange(counted, acknowledged, acknowledged + unknown);
        Assert.Equal(CommandStatus.SessionMissing, (await store.ExecuteAsync(ended, new TouchSession(), CancellationToken.None)).Status);
    }

    // Redis replicates after it has answered. docs/stores-redis.md says what that means; this shows that it says so rightly.
    [Fact]
    public async Task A_replica_that_lagged_when_it_was_promoted_lacks_what_its_primary_had_acknowledged()
    {
        await using var primary = await RedisServer.StartAsync("--repl-diskless-sync-delay 0");
        await using var replica = await RedisServer.StartAsync();
        await using var link = new FaultProxy(primary.Port);
        await replica.SendAsync("REPLICAOF", "127.0.0.1", $"{link.Port}");
        using var client = await primary.ConnectAsync();
        var store = RedisStoreFixture.NewStore(client, "test:");
        var access = await CreateAsync(store);
        var loggedOut = await CreateAsync(store);
        Assert.Equal(1, (await store.ExecuteAsync(access, StoreSession.Increment("counter"), CancellationToken.None)).Number);
        await Eventually.IsTrueAsync(async () => (long)(await replica.SendAsync("EXISTS", Root(access), Root(loggedOut)))! == 2, Patience);
        await Eventually.IsTrueAsync(async () => await OffsetAsync(replica) == await OffsetAsync(primary), Patience);

        link.HoldRepliesBack();
        Assert.Equal(2, (await store.ExecuteAsync(access, StoreSession.Increment("counter"), CancellationToken.None)).Number);
        Assert.Equal(CommandStatus.Applied, (await store.ExecuteAsync(loggedOut, new DestroySession(), CancellationToken.None)).Status);
        await primary.KillAsync();
        link.ResetAll();
        await replica.SendAsync("REPLICAOF", "NO", "ONE");

        using var promoted = await replica.ConnectAsync();
        var survivor = RedisStoreFixture.NewStore(promoted, "test:");
        Assert.Equal(1, (await survivor.ExecuteAsync(access, new ReadCounter("counter"), CancellationToken.None)).Number);
        Assert.Equal(CommandStatus.Applied, (await survivor.ExecuteAsync(loggedOut, new TouchSession(), CancellationToken.None)).Status);
    }

    private static string Root(SessionAccess access) => $"test:{{{access.Selector}}}";

    private static async Task<string> OffsetAsync(RedisServer server)
    {
        var info = (string)(await server.SendAsync("INFO", "replication"))!;
        return info.Split("\r\n").Single(line => line.StartsWith("master_repl_offset:", StringComparison.Ordinal));
    }

    private static async Task<SessionAccess> CreateAsync(SessionStore store)
    {
        var identity = StoreSession.NewIdentity();
        await store.CreateAsync(identity, new ExchangeCounter("counter", 0, lifetime: null), CancellationToken.None);
        return new SessionAccess(identity.Selector, identity.VerifierHash, generation: 1);
    }
}
