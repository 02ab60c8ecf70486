using System.Diagnostics;
using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Tests.Faults;
using GranularSessions.Tests.Servers;
using StackExchange.Redis;
using CommandStatus = GranularSessions.Storage.CommandStatus;

namespace GranularSessions.Tests.Redis;

/// <summary>A store behind a proxy that breaks its connection.</summary>
public sealed class RedisFaultTests(RedisStoreFixture store) : IClassFixture<RedisStoreFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShortTime = TimeSpan.FromMilliseconds(300);
    private FaultProxy? _proxy;
    private ConnectionMultiplexer? _client;

    private FaultProxy Proxy => _proxy!;

    public async ValueTask InitializeAsync()
    {
        _ = store.Store;
        _proxy = new FaultProxy(store.Server.Port);
        _client = await ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
            _client?.Dispose();
        }
    }

    [Fact]
    public async Task A_reply_that_is_cut_off_leaves_the_outcome_unknown_and_a_retry_with_the_id_applies_once()
    {
        var (faulty, direct) = await NewSessionAsync();
        var increment = StoreSession.Increment("counter", NewOperation());
        var happened = Proxy.Next(Fault.CutBeforeReply);

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => faulty(increment).AsTask());
        await happened;
        var repeated = await PersistAsync(() => faulty(increment));

        Assert.Equal((CommandStatus.Applied, 1L, true), (repeated.Status, repeated.Number, repeated.IsReplay));
        Assert.Equal(1, (await direct(new ReadCounter("counter"))).Number);
    }

    [Fact]
    public async Task A_request_that_never_arrives_is_not_claimed_to_be_applied()
    {
        var (faulty, direct) = await NewSessionAsync();
        var increment = StoreSession.Increment("counter", NewOperation());
        var happened = Proxy.Next(Fault.ResetBeforeRequest);

        await Assert.ThrowsAnyAsync<SessionException>(() => faulty(increment).AsTask());
        await happened;
        Assert.Equal(CommandStatus.Absent, (await direct(new ReadCounter("counter"))).Status);
        var repeated = await PersistAsync(() => faulty(increment));

        Assert.Equal((CommandStatus.Applied, 1L, false), (repeated.Status, repeated.Number, repeated.IsReplay));
    }

    [Fact]
    public async Task A_write_whose_time_is_over_has_an_unknown_outcome_and_took_effect_here()
    {
        var (faulty, direct) = await NewSessionAsync();
        Proxy.HoldRepliesBack();
        using var time = new CancellationTokenSource(ShortTime);

        var failure = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => faulty(StoreSession.Increment("counter"), time.Token).AsTask());

        Assert.IsAssignableFrom<OperationCanceledException>(failure.InnerException);
        Assert.Equal(1, (await direct(new ReadCounter("counter"))).Number);
    }

    [Fact]
    public async Task A_read_whose_time_is_over_is_cancelled_having_changed_nothing()
    {
        var (faulty, _) = await NewSessionAsync();
        Proxy.HoldRepliesBack();
        using var time = new CancellationTokenSource(ShortTime);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => faulty(new ReadCounter("counter"), time.Token).AsTask());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    public async Task A_synchronous_write_takes_no_longer_than_its_timeout_whatever_the_clients_is(int clientsTimeout)
    {
        using var client = await ConnectAsync(configuration => configuration.SyncTimeout = clientsTimeout);
        var session = await StoreSession.CreateAsync(store);
        var faulty = RedisStoreFixture.NewStore(client, store.Prefix);
        await faulty.ExecuteAsync(session.Access, new TouchSession(), CancellationToken.None);
        Proxy.HoldRepliesBack();
        var time = Stopwatch.StartNew();

        Assert.Throws<SessionOutcomeUnknownException>(() => faulty.Execute(session.Access, StoreSession.Increment("counter"), ShortTime));
        Assert.Throws<SessionUnavailableException>(() => faulty.Execute(session.Access, new ReadCounter("counter"), ShortTime));

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(4), $"{time.Elapsed}");
        Proxy.Resume();
        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task Replies_that_come_byte_by_byte_are_whole()
    {
        var (faulty, _) = await NewSessionAsync();
        await faulty(new WriteValue("value", new byte[5_000], WriteCondition.None, lifetime: null));
        Proxy.PieceBytes = 1;

        Assert.Equal(5_000, (await faulty(new ReadValue("value"))).Payload!.Length);
    }

    [Fact]
    public async Task Without_a_connection_nothing_was_changed()
    {
        var (faulty, _) = await NewSessionAsync();
        Proxy.RefusesConnections = true;
        Proxy.ResetAll();

        // What was under way when the connection broke may still be unknown.
        await Eventually.ThrowsAsync<SessionUnavailableException>(() => faulty(StoreSession.Increment("counter")).AsTask(), Patience);
    }

    [Fact]
    public async Task Whatever_breaks_an_operation_with_an_id_that_is_repeated_until_it_succeeds_counts_once()
    {
        const int seed = 4;
        const int callers = 4;
        const int increments = 20;
        const int betweenFaults = 12;
        var (faulty, direct) = await NewSessionAsync();
        var random = new Random(seed);
        Fault[] faults = [Fault.CutBeforeReply, Fault.ResetAfterRequest, Fault.ResetBeforeRequest];
        var (applied, broken) = (0, 0);

        await Race.RunAsync(callers, async caller =>
        {
            for (var n = 0; n < increments; n++)
            {
                var increment = StoreSession.Increment("counter", NewOperation());
                Assert.Equal(CommandStatus.Applied, (await PersistAsync(() => faulty(increment))).Status);
                if (Interlocked.Increment(ref applied) % betweenFaults == 0)
                {
                    _ = BreakAsync(faults[random.Next(faults.Length)]);
                }
            }
        });

        Assert.True(broken >= 3, $"{broken} faults");
        Assert.Equal(callers * increments, (await direct(new ReadCounter("counter"))).Number);

        async Task BreakAsync(Fault fault)
        {
            await Proxy.Next(fault);
            Interlocked.Increment(ref broken);
        }
    }

    [Fact]
    public async Task A_sign_in_that_was_cut_off_leaves_no_session_that_a_revocation_misses()
    {
        var user = $"user-{Guid.NewGuid()}";
        for (var request = 0; request < 4; request++)
        {
            var session = await StoreSession.CreateAsync(store);
            var verifier = StoreSession.NewHash();
            var faulty = NewFaultyStore();
            await PersistAsync(() => faulty.ExecuteAsync(session.Access, new TouchSession(), CancellationToken.None));
            var signIn = faulty.ExecuteAsync(session.Access, new SignInSession(verifier, user, "id"), CancellationToken.None).AsTask();
            _ = Proxy.Next(request % 2 == 0 ? Fault.CutBeforeReply : Fault.ResetAfterRequest);
            try
            {
                await signIn;
            }
            catch (SessionException)
            {
                // Bound or not: nobody has been told.
            }

            _ = Proxy.Next(Fault.None);
            await store.Store.RevokeAsync(new Revocation(user), TestContext.Current.CancellationToken);
            session.Access = new SessionAccess(session.Identity.Selector, verifier, generation: null);
            Assert.NotEqual(CommandStatus.Applied, (await session.RunAsync(new TouchSession())).Status);
        }
    }

    private static SessionOperation NewOperation() => new(SessionOperationId.Create(), StoreSession.NewHash(), keepsPayload: false);

    private Task<ConnectionMultiplexer> ConnectAsync(Action<ConfigurationOptions>? configure = null)
        => RedisServer.ConnectAsync(
            [$"127.0.0.1:{Proxy.Port}"],
            configuration =>
            {
                // One connection, whose traffic is the test's own.
                configuration.CommandMap = CommandMap.Create(["SUBSCRIBE"], available: false);
                configure?.Invoke(configuration);
            });

    private SessionStore NewFaultyStore() => RedisStoreFixture.NewStore(_client!, store.Prefix);

    /// <summary>A new session through the proxy, with scripts and connection warm, and directly.</summary>
    private async Task<(Faulty Faulty, Func<SessionCommand, Task<CommandResult>> Direct)> NewSessionAsync()
    {
        var session = await StoreSession.CreateAsync(store);
        var faulty = NewFaultyStore();
        await faulty.ExecuteAsync(session.Access, StoreSession.Increment("warm"), CancellationToken.None);
        await faulty.ExecuteAsync(session.Access, new ReadCounter("warm"), CancellationToken.None);
        return ((command, token) => faulty.ExecuteAsync(session.Access, command, token), session.RunAsync);
    }

    private static async Task<CommandResult> PersistAsync(Func<ValueTask<CommandResult>> send)
    {
        for (var time = Stopwatch.StartNew(); ; await Task.Delay(10))
        {
            try
            {
                return await send();
            }
            catch (SessionException) when (time.Elapsed < Patience)
            {
                // The client reconnects in its own time.
            }
        }
    }

    private delegate ValueTask<CommandResult> Faulty(SessionCommand command, CancellationToken cancellationToken = default);
}
