using GranularSessions.Conformance;
using GranularSessions.PostgreSql;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>A server of its own, durable, that is killed while sessions are written.</summary>
public sealed class PostgreSqlCrashTests
{
    private const int Sessions = 4;
    private const int Callers = 8;
    private const int MostCrashes = 8;
    private const int CallsBetweenCrashes = 300;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_server_is_killed_in_mid_traffic()
    {
        await using var server = await PostgreSqlServer.StartAsync(isDurable: true);
        if (server is null)
        {
            ServerTests.NoServer(PostgreSqlServer.NotInstalled);
        }

        await using var dataSource = NpgsqlDataSource.Create(server!.ConnectionString);
        await PostgreSqlSessionSchema.EnsureSchemaAsync(dataSource);
        var store = new PostgreSqlSessionStore(dataSource, StoreFixture.Options, Microsoft.Extensions.Options.Options.Create(new PostgreSqlSessionOptions()));
        var tallies = await Task.WhenAll(Enumerable.Range(0, Sessions).Select(_ => Tally.CreateAsync(store)));
        using var enough = new CancellationTokenSource();
        var traffic = Race.RunAsync(Callers, caller => tallies[caller % Sessions].IncrementUntilAsync(store, enough.Token));

        // A loaded machine may run no caller in the very moment of a crash.
        for (var crash = 0; crash < 2 || (crash < MostCrashes && tallies.All(tally => tally.Unknown == 0)); crash++)
        {
            await WaitForMoreAsync(tallies, traffic);
            await server.KillAsync();
            await server.StartAsync();
        }

        await WaitForMoreAsync(tallies, traffic);
        await enough.CancelAsync();
        await traffic;

        Assert.All(await Task.WhenAll(tallies.Select(tally => tally.ReadAsync(store))), outcome =>
            Assert.InRange(outcome.Counter, outcome.Acknowledged, outcome.Acknowledged + outcome.Unknown));
        Assert.True(tallies.Sum(tally => tally.Unknown) > 0, "No call was under way when the server was killed.");
    }

    private static async Task WaitForMoreAsync(Tally[] tallies, Task traffic)
    {
        var wanted = tallies.Sum(tally => tally.Acknowledged) + CallsBetweenCrashes;
        while (tallies.Sum(tally => tally.Acknowledged) < wanted)
        {
            Assert.False(traffic.IsCompleted, "The callers have stopped.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A session with a counter, and what its callers were told.</summary>
    private sealed class Tally(SessionAccess access)
    {
        private long _acknowledged;
        private long _unknown;

        public long Acknowledged => Interlocked.Read(ref _acknowledged);

        public long Unknown => Interlocked.Read(ref _unknown);

        public static async Task<Tally> CreateAsync(PostgreSqlSessionStore store)
        {
            var identity = StoreSession.NewIdentity();
            await store.CreateAsync(identity, new ExchangeCounter("counter", 0, lifetime: null), CancellationToken.None);
            return new Tally(new SessionAccess(identity.Selector, identity.VerifierHash, generation: null));
        }

        public async Task IncrementUntilAsync(PostgreSqlSessionStore store, CancellationToken enough)
        {
            while (!enough.IsCancellationRequested)
            {
                try
                {
                    var result = await store.ExecuteAsync(access, StoreSession.Increment("counter"), CancellationToken.None);
                    Assert.Equal(CommandStatus.Applied, result.Status);
                    Interlocked.Increment(ref _acknowledged);
                }
                catch (SessionOutcomeUnknownException)
                {
                    Interlocked.Increment(ref _unknown);
                }
                catch (SessionUnavailableException)
                {
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }

        public async Task<(long Counter, long Acknowledged, long Unknown)> ReadAsync(PostgreSqlSessionStore store)
            => ((await store.ExecuteAsync(access, new ReadCounter("counter"), CancellationToken.None)).Number, Acknowledged, Unknown);
    }
}
