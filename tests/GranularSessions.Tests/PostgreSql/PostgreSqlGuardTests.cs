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
        var late = session.RunAsync(StoreSession.Increment("written by alice"));
        await Task.WhenAny(late, WaitUntilBlockedAsync(store));
        await takeOver.CommitAsync();

        Assert.Equal(CommandStatus.Superseded, (await late).Status);
        session.Access = session.Access.EstablishedAt(ofAlice.Generation + 1);
        Assert.Null(await session.ReadAsync("written by alice"));
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
