using GranularSessions.Conformance;
using GranularSessions.PostgreSql;
using GranularSessions.Storage;
using GranularSessions.Tests.Faults;
using GranularSessions.Tests.Servers;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>What a failure says is what happened: applied, certainly not applied, or unknown.</summary>
public sealed class PostgreSqlFaultTests(PostgreSqlStoreFixture store) : IClassFixture<PostgreSqlStoreFixture>
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_that_is_lost_leaves_the_outcome_unknown_and_repeating_the_operation_applies_it_once(bool synchronously)
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);
        var increment = StoreSession.Increment("counter", NewOperation());

        var cut = faulty.Proxy.Next(Fault.CutBeforeReply);
        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => faulty.RunAsync(session, increment, synchronously));
        await cut;
        var applied = await session.ReadAsync("counter");
        var repeated = await faulty.RunAsync(session, increment, synchronously);

        Assert.Equal(1, applied);
        Assert.Equal((CommandStatus.Applied, 1L, true), (repeated.Status, repeated.Number, repeated.IsReplay));
        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Theory]
    [InlineData(Fault.ResetBeforeRequest)]
    [InlineData(Fault.ResetAfterRequest)]
    public async Task A_connection_that_breaks_while_a_command_is_sent_leaves_the_outcome_unknown(Fault fault)
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);
        var increment = StoreSession.Increment("counter", NewOperation());

        var broken = faulty.Proxy.Next(fault);
        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => faulty.RunAsync(session, increment));
        await broken;
        var repeated = await faulty.RunAsync(session, increment);

        Assert.Equal((CommandStatus.Applied, 1L), (repeated.Status, repeated.Number));
        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_that_does_not_come_in_time_leaves_the_outcome_unknown(bool synchronously)
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);

        faulty.Proxy.HoldRepliesBack();
        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => faulty.RunAsync(session, StoreSession.Increment("counter"), synchronously));
        faulty.Proxy.Resume();

        Assert.Equal(1, await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task A_caller_who_gives_up_and_whose_cancellation_is_not_confirmed_learns_that_the_outcome_is_unknown()
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);
        using var givingUp = new CancellationTokenSource();

        faulty.Proxy.HoldRepliesBack();
        var running = faulty.Store.ExecuteAsync(session.Access, StoreSession.Increment("counter"), givingUp.Token).AsTask();
        givingUp.Cancel();

        await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => running);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_command_that_waits_too_long_for_a_lock_is_cancelled_and_certainly_not_applied(bool synchronously)
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);

        await using (await LockAsync(session))
        {
            await Assert.ThrowsAsync<SessionUnavailableException>(() => faulty.RunAsync(session, StoreSession.Increment("counter"), synchronously));
        }

        Assert.Null(await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task A_caller_who_gives_up_on_a_command_that_waits_hears_that_it_was_cancelled()
    {
        var session = await StoreSession.CreateAsync(store);
        using var givingUp = new CancellationTokenSource();

        await using (await LockAsync(session))
        {
            var running = store.Store.ExecuteAsync(session.Access, StoreSession.Increment("counter"), givingUp.Token).AsTask();
            await WaitUntilBlockedAsync();
            givingUp.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        }

        Assert.Null(await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task A_revocation_that_is_cancelled_half_way_says_so_and_revoking_again_ends_the_rest()
    {
        const int sessions = 501;
        var revocation = new Revocation("user of many sessions");
        var signedIn = new List<StoreSession>();
        for (var n = 0; n < sessions; n++)
        {
            var session = StoreSession.Unborn(store);
            await session.CreateAsync(new SignInSession(StoreSession.NewHash(), revocation.UserId!, "id"));
            signedIn.Add(session);
        }

        using var givingUp = new CancellationTokenSource();
        await using (await LockAsync(signedIn.MaxBy(session => session.Identity.Selector, StringComparer.Ordinal)!))
        {
            var running = store.Store.RevokeAsync(revocation, givingUp.Token).AsTask();
            await WaitUntilBlockedAsync();
            givingUp.Cancel();
            var failure = await Assert.ThrowsAsync<SessionOutcomeUnknownException>(() => running);
            Assert.Contains("500 sessions were ended", failure.Message, StringComparison.Ordinal);
        }

        Assert.Single(await store.Store.RevokeAsync(revocation, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_cannot_be_reached_has_certainly_not_applied_anything(bool synchronously)
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);
        faulty.Proxy.RefusesConnections = true;
        faulty.Forget();

        await Assert.ThrowsAsync<SessionUnavailableException>(() => faulty.RunAsync(session, StoreSession.Increment("counter"), synchronously));
        await Assert.ThrowsAsync<SessionUnavailableException>(() => faulty.Store.ListAsync("alice", CancellationToken.None).AsTask());
    }

    [Fact]
    public async Task A_session_terminated_by_the_administrator_has_certainly_not_applied_its_command()
    {
        var session = await StoreSession.CreateAsync(store);

        await using (await LockAsync(session))
        {
            var running = session.RunAsync(StoreSession.Increment("counter"));
            await WaitUntilBlockedAsync();
            await ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%" + store.Schema + "%'");
            await Assert.ThrowsAsync<SessionUnavailableException>(() => running);
        }

        Assert.Null(await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task Bytes_that_come_one_at_a_time_change_nothing()
    {
        await using var faulty = await FaultyStore.ConnectAsync(store);
        var session = await StoreSession.CreateAsync(store);
        faulty.Proxy.PieceBytes = 1;

        await faulty.RunAsync(session, new WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["a"] = new byte[300], ["b"] = [1] }));
        var read = await faulty.RunAsync(session, new ReadSession(withEntries: true), synchronously: true);

        Assert.Equal(new byte[300], read.Session!.Entries["a"]);
        Assert.Equal([1], read.Session.Entries["b"]);
    }

    [Fact]
    public async Task A_missing_schema_is_named_together_with_its_remedy()
    {
        var session = await StoreSession.CreateAsync(store);
        var lost = new PostgreSqlSessionStore(
            store.DataSource, StoreFixture.Options, Microsoft.Extensions.Options.Options.Create(new PostgreSqlSessionOptions { Schema = "no_such_schema" }));

        var failure = await Assert.ThrowsAsync<SessionUnavailableException>(
            () => lost.ExecuteAsync(session.Access, new TouchSession(), CancellationToken.None).AsTask());

        Assert.Contains("no_such_schema", failure.Message, StringComparison.Ordinal);
        Assert.Contains("schema.sql", failure.Message, StringComparison.Ordinal);
    }

    private static SessionOperation NewOperation() => new(SessionOperationId.Create(), StoreSession.NewHash(), keepsPayload: false);

    private async Task<NpgsqlTransaction> LockAsync(StoreSession session)
    {
        var connection = await store.DataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"SELECT 1 FROM {store.Schema}.session WHERE selector = $1 FOR UPDATE", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.Identity.Selector });
        await command.ExecuteNonQueryAsync();
        return transaction;
    }

    private async Task WaitUntilBlockedAsync()
    {
        await using var command = store.DataSource.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%" + store.Schema + "%'");
        while ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0)
        {
            await Task.Yield();
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = store.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A store that reaches the server through a proxy, with a connection open already.</summary>
    private sealed class FaultyStore : IAsyncDisposable
    {
        private readonly NpgsqlDataSource _dataSource;

        private FaultyStore(PostgreSqlStoreFixture store, FaultProxy proxy, NpgsqlDataSource dataSource)
        {
            Proxy = proxy;
            _dataSource = dataSource;
            Store = store.NewStore(dataSource, new PostgreSqlSessionOptions { CommandTimeout = OneSecond });
        }

        public FaultProxy Proxy { get; }

        public PostgreSqlSessionStore Store { get; }

        public static async Task<FaultyStore> ConnectAsync(PostgreSqlStoreFixture store)
        {
            _ = store.Store;
            var server = (await PostgreSqlServer.SharedAsync())!;
            var proxy = new FaultProxy(server.Port);
            var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionStringOn(proxy.Port)) { CancellationTimeout = 500 });
            var faulty = new FaultyStore(store, proxy, dataSource);
            await faulty.Store.ListAsync("nobody", CancellationToken.None);
            return faulty;
        }

        public Task<CommandResult> RunAsync(StoreSession session, SessionCommand command, bool synchronously = false)
            => synchronously
                ? Task.Run(() => Store.Execute(session.Access, command, OneSecond))
                : Store.ExecuteAsync(session.Access, command, TestContext.Current.CancellationToken).AsTask();

        /// <summary>Drops the open connections.</summary>
        public void Forget() => _dataSource.Clear();

        public async ValueTask DisposeAsync()
        {
            await _dataSource.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
