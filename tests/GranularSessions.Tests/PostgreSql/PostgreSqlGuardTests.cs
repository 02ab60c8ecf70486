using GranularSessions.Conformance;
using GranularSessions.PostgreSql;
using GranularSessions.Storage;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>Takes out of the schema, one at a time, what keeps the promises, and shows that the suite notices.</summary>
public sealed class PostgreSqlGuardTests
{
    private static readonly Dictionary<string, Guard> Guards = new(StringComparer.Ordinal)
    {
        ["the liveness lock"] = new(
            "WHERE selector = access.selector AND (access.generation IS NOT NULL OR previous_verifier_hash IS NULL)\n            FOR KEY SHARE;",
            "WHERE selector = access.selector AND (access.generation IS NOT NULL OR previous_verifier_hash IS NULL);",
            store => AWriteBehindATakeOverIsRefusedAsync((PostgreSqlStoreFixture)store)),
        ["an addition's liveness lock"] = new(
            "WHERE selector = holder FOR KEY SHARE;", "WHERE selector = holder;",
            store => AnAdditionBehindASignInIsRefusedAsync((PostgreSqlStoreFixture)store)),
        ["an addition's generation"] = new(
            "IF (current_generation = held_generation OR ", "IF (held_generation IS NOT NULL OR ",
            store => AnAdditionIsRefusedAfterAsync((PostgreSqlStoreFixture)store, "generation = generation + 1", CommandStatus.Superseded)),
        ["an addition's verifier"] = new(
            "(held_generation IS NULL AND current_hash = presented_hash)", "held_generation IS NULL",
            store => AnAdditionByAnotherVerifierIsRefusedAsync((PostgreSqlStoreFixture)store)),
        ["an addition beside a previous verifier"] = new(
            "CASE WHEN previous_verifier_hash IS NULL THEN verifier_hash END", "verifier_hash",
            store => AnAdditionEndsThePreviousVerifierAsync((PostgreSqlStoreFixture)store)),
        ["an addition's idle deadline"] = new(
            "AND idle > at AND absolute > at\n", "AND absolute > at\n",
            store => AnAdditionIsRefusedAfterAsync((PostgreSqlStoreFixture)store, "idle_deadline = clock_timestamp()", CommandStatus.SessionMissing)),
        ["an addition's absolute deadline"] = new(
            "AND absolute > at\n", "\n",
            store => AnAdditionIsRefusedAfterAsync((PostgreSqlStoreFixture)store, "absolute_deadline = clock_timestamp()", CommandStatus.SessionMissing)),
        ["an addition's activity"] = new(
            "AND seen > at - refresh_after_us * interval '1 microsecond' THEN", "THEN",
            store => AnAdditionIsActivityAsync((PostgreSqlStoreFixture)store)),
        ["the deadline of what is added to"] = new(
            "(deadline IS NULL OR deadline > at) AND number", "number",
            store => new ExpiryChecks(store).An_items_lifetime_runs_from_its_creation()),
        ["the kind of what is added to"] = new(
            "AND key = item_key AND kind = item_kind\n            AND (deadline IS NULL OR deadline > at)",
            "AND key = item_key\n            AND (deadline IS NULL OR deadline > at)",
            store => AnAdditionToASetIsRefusedAsync((PostgreSqlStoreFixture)store)),
        ["the bounds of an addition"] = new(
            "AND (deadline IS NULL OR deadline > at) AND number BETWEEN lowest AND highest", "AND (deadline IS NULL OR deadline > at)",
            store => AnAdditionPastItsBoundIsRefusedAsync((PostgreSqlStoreFixture)store)),
        ["the version check of a value"] = new(
            "ELSIF expected_version <> held.version THEN", "ELSIF false THEN",
            store => new ValueChecks(store).A_write_at_an_old_version_is_refused()),
        ["the version check of a value, in a race"] = new(
            "ELSIF expected_version <> held.version THEN", "ELSIF false THEN",
            store => new ValueChecks(store).No_racing_update_is_lost_because_a_write_compares_the_version()),
        ["the version check of a field"] = new(
            "IF expected_version <> coalesce(current_version, 0) THEN", "IF false THEN",
            store => new MapChecks(store).A_write_at_an_old_version_is_refused()),
        ["the token's mark"] = new(
            "\n        AND NOT e.is_consumed;", ";",
            store => new TokenChecks(store).A_token_is_consumed_once_and_then_known_as_consumed()),
        ["the generation"] = new(
            "ELSIF access.generation = s.generation THEN", "ELSIF access.generation IS NOT NULL THEN",
            store => new LifecycleChecks(store).An_open_request_of_a_planted_cookie_fails_because_every_command_checks_the_generation()),
        ["the end of the previous verifier"] = new(
            "answer.had_value := s.previous_verifier_hash IS NOT NULL;", "answer.had_value := false;",
            store => new LifecycleChecks(store).A_routine_rotation_keeps_the_old_cookie_until_the_new_one_is_presented()),
        ["compare-and-swap on the generation"] = new(
            "WHERE selector = access.selector AND generation = answer.generation\n        RETURNING", "WHERE selector = access.selector\n        RETURNING",
            store => new LifecycleChecks(store).A_privilege_change_from_a_rotated_cookie_is_refused_not_skipped()),
        ["the idle deadline"] = new(
            "s.idle_deadline <= at OR ", "",
            store => new ExpiryChecks(store).An_idle_session_ends_because_IsAlive_checks_the_idle_deadline()),
        ["the absolute deadline"] = new(
            " OR s.absolute_deadline <= at THEN", " THEN",
            store => new ExpiryChecks(store).An_active_session_ends_because_IsAlive_checks_the_absolute_deadline()),
        ["an item's deadline"] = new(
            "        AND (deadline IS NULL OR deadline > answer.at) AND number", "        AND number",
            store => new ExpiryChecks(store).An_items_lifetime_runs_from_its_creation()),
        ["the record of an operation"] = new(
            "    ELSIF access.operation_id IS NOT NULL THEN\n", "    ELSIF false THEN\n",
            store => new OperationChecks(store).Whatever_is_repeated_takes_effect_once_and_is_answered_alike("AddToCounter")),
    };

    public static IEnumerable<TheoryDataRow<string>> GuardNames => Guards.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(GuardNames))]
    public async Task With_every_guard_in_place_the_test_passes(string name)
    {
        await using var store = new PostgreSqlStoreFixture();
        await store.InitializeAsync();

        await Guards[name].Test(store);
    }

    [Theory]
    [MemberData(nameof(GuardNames))]
    public async Task Without_the_guard_the_test_fails(string name)
    {
        var guard = Guards[name];
        await using var store = new UnguardedStoreFixture(guard);
        await store.InitializeAsync();
        _ = store.Store;

        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => guard.Test(store));
    }

    /// <summary>A write under way while another user signs in to the session must not be found by that user.</summary>
    private static async Task AWriteBehindATakeOverIsRefusedAsync(PostgreSqlStoreFixture store)
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = session.Access.EstablishedAt(1);
        var ofAlice = await session.RunAsync(new SignInSession(StoreSession.NewHash(), "alice", "id"));
        session.Access = session.Access.EstablishedAt(ofAlice.Generation);

        await using var connection = await store.DataSource.OpenConnectionAsync();
        await using var takeOver = await connection.BeginTransactionAsync();
        var verifier = StoreSession.NewHash();
        await using var signIn = new NpgsqlCommand(
            $"""
            SELECT status FROM {store.Schema}.sign_in(
                ROW($1,NULL,{ofAlice.Generation},NULL,1200000000,7200000000,120000000,NULL,NULL,NULL,256)::{store.Schema}.access, $2, 'bob', 'id of bob')
            """,
            connection);
        signIn.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.Identity.Selector });
        signIn.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = verifier });
        Assert.Equal("applied", await signIn.ExecuteScalarAsync());
        var late = session.RunAsync(new ExchangeCounter("written by alice", 1, lifetime: null));
        await Task.WhenAny(late, WaitUntilBlockedAsync(store));
        await takeOver.CommitAsync();

        Assert.Equal(CommandStatus.Superseded, (await late).Status);
        session.Access = session.Access.EstablishedAt(ofAlice.Generation + 1);
        Assert.Null(await session.ReadAsync("written by alice"));
    }

    /// <summary>An addition that waits for its counter's row must not follow a sign-in that came meanwhile.</summary>
    private static async Task AnAdditionBehindASignInIsRefusedAsync(PostgreSqlStoreFixture store)
    {
        var session = await SessionWithCounterAsync(store);
        await using var counterConnection = await store.DataSource.OpenConnectionAsync();
        await using var otherWrite = await counterConnection.BeginTransactionAsync();
        await ExecuteAsync($"UPDATE {store.Schema}.item SET number = number", counterConnection);
        await using var sessionConnection = await store.DataSource.OpenConnectionAsync();
        await using var signIn = await sessionConnection.BeginTransactionAsync();
        await ExecuteAsync(
            $"""
            SELECT selector FROM {store.Schema}.session FOR UPDATE;
            UPDATE {store.Schema}.session SET generation = generation + 1, verifier_hash = '', user_id = 'alice';
            """,
            sessionConnection);

        var late = session.RunAsync(StoreSession.Increment("session"));
        await WaitUntilBlockedAsync(store);
        await signIn.CommitAsync();
        await otherWrite.CommitAsync();

        Assert.Equal(CommandStatus.Superseded, (await late).Status);
    }

    private static async Task AnAdditionIsRefusedAfterAsync(PostgreSqlStoreFixture store, string change, CommandStatus refusal)
    {
        var session = await SessionWithCounterAsync(store);
        await ExecuteAsync(store, $"UPDATE {store.Schema}.session SET {change}");

        Assert.Equal(refusal, (await session.RunAsync(StoreSession.Increment("session"))).Status);
    }

    private static async Task AnAdditionByAnotherVerifierIsRefusedAsync(PostgreSqlStoreFixture store)
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = new SessionAccess(session.Identity.Selector, StoreSession.NewHash(), generation: null);

        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(StoreSession.Increment("session"))).Status);
    }

    private static async Task AnAdditionEndsThePreviousVerifierAsync(PostgreSqlStoreFixture store)
    {
        var session = await StoreSession.CreateAsync(store);
        var previous = session.Access;
        var verifier = StoreSession.NewHash();
        await session.RunAsync(new RegenerateSession(verifier, previousGrace: TimeSpan.FromSeconds(30)));

        session.Access = new SessionAccess(session.Identity.Selector, verifier, generation: null);
        Assert.Equal(2, (await session.RunAsync(StoreSession.Increment("session"))).Number);

        session.Access = previous;
        Assert.Equal(CommandStatus.Superseded, (await session.RunAsync(StoreSession.Increment("session"))).Status);
    }

    private static async Task AnAdditionIsActivityAsync(PostgreSqlStoreFixture store)
    {
        var session = await SessionWithCounterAsync(store);
        await ExecuteAsync(store, $"UPDATE {store.Schema}.session SET last_seen_at = last_seen_at - interval '15 minutes'");

        Assert.Equal(2, (await session.RunAsync(StoreSession.Increment("session"))).Number);

        Assert.Equal(1, await ExecuteAsync(store, $"DELETE FROM {store.Schema}.session WHERE last_seen_at > clock_timestamp() - interval '10 minutes'"));
    }

    private static async Task AnAdditionToASetIsRefusedAsync(PostgreSqlStoreFixture store)
    {
        var session = await SessionWithCounterAsync(store);
        await session.RunAsync(new AddToSet("set", [1], lifetime: null));

        var refused = await session.RunAsync(StoreSession.Increment("set"));

        Assert.Equal(CommandStatus.OtherKind, refused.Status);
        Assert.Equal(ItemKind.Set, refused.ActualKind);
    }

    private static async Task AnAdditionPastItsBoundIsRefusedAsync(PostgreSqlStoreFixture store)
    {
        var session = await SessionWithCounterAsync(store);

        var refused = await session.RunAsync(new AddToCounter("session", by: 1, min: 0, max: 1, lifetime: null));

        Assert.Equal(CommandStatus.NotApplied, refused.Status);
        Assert.Equal(1, refused.Number);
    }

    /// <summary>A session held by its generation, with a counter "session" at 1.</summary>
    private static async Task<StoreSession> SessionWithCounterAsync(PostgreSqlStoreFixture store)
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = session.Access.EstablishedAt(1);
        return session;
    }

    private static async Task<int> ExecuteAsync(PostgreSqlStoreFixture store, string sql)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync();
        return await ExecuteAsync(sql, connection);
    }

    private static async Task<int> ExecuteAsync(string sql, NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private static async Task WaitUntilBlockedAsync(PostgreSqlStoreFixture store)
    {
        await using var command = store.DataSource.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%" + store.Schema + "\"%'");
        while ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! == 0)
        {
            await Task.Yield();
        }
    }

    private sealed record Guard(string Text, string Replacement, Func<StoreFixture, Task> Test);

    private sealed class UnguardedStoreFixture(Guard guard) : PostgreSqlStoreFixture
    {
        protected override async Task CreateSchemaAsync(NpgsqlDataSource dataSource, string schema, int hashPartitions)
        {
            var script = PostgreSqlSessionSchema.GetScript();
            Assert.Contains(guard.Text, script, StringComparison.Ordinal);
            await using var command = dataSource.CreateCommand(
                script.Replace(guard.Text, guard.Replacement, StringComparison.Ordinal).Replace("granular_sessions", schema, StringComparison.Ordinal));
            await command.ExecuteNonQueryAsync();
        }
    }

    private sealed class ValueChecks(StoreFixture store) : ValueConformance(store);

    private sealed class MapChecks(StoreFixture store) : MapConformance(store);

    private sealed class TokenChecks(StoreFixture store) : TokenConformance(store);

    private sealed class LifecycleChecks(StoreFixture store) : LifecycleConformance(store);

    private sealed class ExpiryChecks(StoreFixture store) : ExpiryConformance(store);

    private sealed class OperationChecks(StoreFixture store) : OperationConformance(store);
}
