using System.Text.RegularExpressions;
using System.Transactions;
using GranularSessions.Conformance;
using GranularSessions.PostgreSql;
using GranularSessions.Tests.Faults;
using GranularSessions.Tests.Servers;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>How the schema comes to be, what it demands and what it leaves alone.</summary>
public sealed partial class PostgreSqlSchemaTests(PostgreSqlStoreFixture store) : IClassFixture<PostgreSqlStoreFixture>
{
    [Fact]
    public async Task Processes_that_start_together_create_the_schema_once()
    {
        var schema = NewSchemaName();

        await Race.RunAsync(8, _ => PostgreSqlSessionSchema.EnsureSchemaAsync(store.DataSource, schema));
        await PostgreSqlSessionSchema.EnsureSchemaAsync(store.DataSource, schema);

        await PostgreSqlSessionSchema.CheckSchemaAsync(store.DataSource, schema);
    }

    [Fact]
    public async Task The_script_may_be_run_again()
    {
        var session = await StoreSession.CreateAsync(store);

        await ExecuteAsync(PostgreSqlSessionSchema.GetScript(store.Schema));

        Assert.Equal(1, await session.ReadAsync("session"));
    }

    [Fact]
    public async Task The_script_of_an_older_package_refuses_to_replace_a_newer_schema()
    {
        var schema = NewSchemaName();
        await ExecuteAsync($"CREATE SCHEMA {schema}; CREATE FUNCTION {schema}.schema_version() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 99'");

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(PostgreSqlSessionSchema.GetScript(schema)));

        Assert.Contains("99", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_schema_stops_the_start_and_says_what_to_run()
    {
        await using var app = NewApp(options => options.Schema = NewSchemaName());

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync());

        Assert.Contains("schema.sql", refused.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(PostgreSqlSessionSchema.EnsureSchemaAsync), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_app_may_create_the_schema_at_its_start()
    {
        var schema = NewSchemaName();
        await using var app = NewApp(options =>
        {
            options.Schema = schema;
            options.EnsureSchemaAtStart = true;
        });

        await app.StartAsync();

        await PostgreSqlSessionSchema.CheckSchemaAsync(store.DataSource, schema);
    }

    [Fact]
    public async Task A_schema_that_a_store_chosen_later_does_not_need_stops_no_start()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddGranularSessions()
            .UsePostgreSql(store.DataSource, options => options.Schema = NewSchemaName())
            .UseStore(_ => store.Store);
        await using var app = builder.Build();

        await app.StartAsync();
    }

    [Fact]
    public async Task A_connection_string_is_enough()
    {
        _ = store.Store;
        var server = (await PostgreSqlServer.SharedAsync())!;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddGranularSessions().UsePostgreSql(server.ConnectionString, options => options.Schema = store.Schema);
        await using var provider = services.BuildServiceProvider();

        await EveryCommand.RunAsync(provider.GetRequiredService<Storage.SessionStore>());
    }

    [Fact]
    public async Task Connections_of_the_stores_own_are_not_reset_unless_that_is_asked_for()
    {
        Assert.Contains("No Reset On Close=True", await OwnConnectionStringAsync("Host=127.0.0.1"), StringComparison.Ordinal);
        Assert.DoesNotContain("No Reset On Close=True", await OwnConnectionStringAsync("Host=127.0.0.1;No Reset On Close=false"), StringComparison.Ordinal);

        static async Task<string> OwnConnectionStringAsync(string connectionString)
        {
            var services = new ServiceCollection();
            services.AddLogging();
            services.AddGranularSessions().UsePostgreSql(connectionString);
            await using var provider = services.BuildServiceProvider();
            return ((PostgreSqlSessionStore)provider.GetRequiredService<Storage.SessionStore>()).DataSource.ConnectionString;
        }
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1")]
    [InlineData("Host=no-such-host.invalid;Username=nobody;Timeout=1")]
    public async Task A_database_that_is_down_does_not_stop_the_start(string connectionString)
    {
        await using var unreachable = NpgsqlDataSource.Create(connectionString);
        await using var app = NewApp(_ => { }, unreachable);

        await app.StartAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a\"; DROP SCHEMA public; --")]
    [InlineData("a.b")]
    public void A_schema_name_that_would_need_quoting_is_refused(string schema)
    {
        Assert.Throws<ArgumentException>(() => PostgreSqlSessionSchema.GetScript(schema));
        Assert.True(new PostgreSqlSessionOptionsValidator().Validate(null, new PostgreSqlSessionOptions { Schema = schema }).Failed);
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(0.5, 10_000)]
    [InlineData(86_401, 10_000)]
    [InlineData(10, 0)]
    [InlineData(10, 1_000_001)]
    public async Task Options_out_of_range_stop_the_start(double commandTimeoutSeconds, int cleanupStepRows)
    {
        await using var app = NewApp(options =>
        {
            options.CommandTimeout = TimeSpan.FromSeconds(commandTimeoutSeconds);
            options.CleanupStepRows = cleanupStepRows;
        });

        await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync());
    }

    [Fact]
    public async Task A_role_with_the_documented_grants_can_do_everything_and_change_no_table()
    {
        var grants = SqlBlock().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "stores-postgresql.md"))).Select(match => match.Groups[1].Value).Single(block => block.Contains("GRANT", StringComparison.Ordinal));
        var role = $"app_{Guid.NewGuid():N}";
        await ExecuteAsync($"""
            REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA {store.Schema} FROM PUBLIC;
            CREATE ROLE {role} LOGIN;
            {grants.Replace("granular_sessions", store.Schema, StringComparison.Ordinal).Replace("shop", role, StringComparison.Ordinal)}
            """);
        await using var asRole = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder((await PostgreSqlServer.SharedAsync())!.ConnectionString) { Username = role });

        await PostgreSqlSessionSchema.EnsureSchemaAsync(asRole, store.Schema);
        await EveryCommand.RunAsync(store.NewStore(asRole));

        await using var alter = asRole.CreateCommand($"ALTER TABLE {store.Schema}.session ADD COLUMN more text");
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => alter.ExecuteNonQueryAsync())).SqlState);
    }

    [Fact]
    public async Task No_command_leaves_anything_on_its_connection_so_that_any_pooler_will_do()
    {
        _ = store.Store;
        await using var single = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder((await PostgreSqlServer.SharedAsync())!.ConnectionString) { MaxPoolSize = 1 });
        const string leftovers =
            """
            SELECT (SELECT count(*) FROM pg_prepared_statements) + (SELECT count(*) FROM pg_listening_channels())
                + (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
                + (SELECT count(*) FROM pg_class WHERE relpersistence = 't')
                + (SELECT count(*) FROM pg_cursors WHERE name <> '')
            """;
        const string settings = "SELECT string_agg(name || '=' || setting, ',' ORDER BY name) FROM pg_settings WHERE source = 'session'";
        var settingsBefore = await ReadAsync(single, settings);

        await EveryCommand.RunAsync(store.NewStore(single));

        Assert.Equal(0L, await ReadAsync(single, leftovers));
        Assert.Equal(settingsBefore, await ReadAsync(single, settings));
    }

    [Fact]
    public async Task Every_operation_is_one_round_trip()
    {
        _ = store.Store;
        var server = (await PostgreSqlServer.SharedAsync())!;
        await using var proxy = new FaultProxy(server.Port);
        await using var dataSource = NpgsqlDataSource.Create(server.ConnectionStringOn(proxy.Port));
        var proxied = store.NewStore(dataSource);
        await proxied.ListAsync("nobody", CancellationToken.None);
        var identity = StoreSession.NewIdentity();
        var entries = Enumerable.Range(0, 50).ToDictionary(n => $"key {n}", n => n % 5 == 0 ? null : new byte[20]);

        var before = proxy.Requests;
        await proxied.CreateAsync(identity, StoreSession.Increment("counter"), CancellationToken.None);
        Assert.Equal(before + 1, proxy.Requests);
        var access = new Storage.SessionAccess(identity.Selector, identity.VerifierHash, generation: null);
        await proxied.ExecuteAsync(access, new Storage.WriteEntries(clearFirst: true, entries), CancellationToken.None);
        Assert.Equal(before + 2, proxy.Requests);
        proxied.Execute(access, StoreSession.Increment("counter"), TimeSpan.FromSeconds(10));
        Assert.Equal(before + 3, proxy.Requests);
        await proxied.ExecuteAsync(access, new Storage.DestroySession(), CancellationToken.None);
        Assert.Equal(before + 4, proxy.Requests);
    }

    [Fact]
    public async Task No_column_that_ordinary_commands_change_is_indexed()
    {
        var indexed = (string?)await ReadAsync(store.DataSource,
            $"""
            SELECT string_agg(DISTINCT a.attname, ',' ORDER BY a.attname) FROM pg_index i
            JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::smallint[])
            WHERE n.nspname = '{store.Schema}'
            """);

        Assert.Equal("id,key,name,position,selector,user_id", indexed);
    }

    [Fact]
    public async Task A_removal_that_waited_for_a_sets_end_leaves_the_set_that_begins_meanwhile_alone()
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = session.Access.EstablishedAt(1);
        await session.RunAsync(new Storage.AddToSet("set", [1], null));

        await using var connection = await store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand($"DELETE FROM {store.Schema}.element WHERE selector = $1; DELETE FROM {store.Schema}.item WHERE selector = $1 AND key = 'set'".Replace("$1", $"'{session.Identity.Selector}'", StringComparison.Ordinal), connection);
        await hold.ExecuteNonQueryAsync();
        var added = session.RunAsync(new Storage.AddToSet("set", [1], null));
        await WaitUntilBlockedAsync(1);
        var removed = session.RunAsync(new Storage.RemoveFromSet("set", [1]));
        await WaitUntilBlockedAsync(2);
        await transaction.CommitAsync();

        Assert.Equal(Storage.CommandStatus.Applied, (await added).Status);
        var isRemoved = (await removed).Status == Storage.CommandStatus.Applied;
        Assert.Equal(isRemoved ? 0 : 1, (await session.RunAsync(new Storage.CountItem("set", Storage.ItemKind.Set))).Number);
        Assert.Equal(isRemoved ? null : 1, (await session.RunAsync(new Storage.ReadSet("set"))).Payloads?.Count);
    }

    [Fact]
    public async Task A_destroyed_session_leaves_no_row_behind()
    {
        await using var alone = new PostgreSqlStoreFixture();
        await alone.InitializeAsync();

        await EveryCommand.RunAsync(alone.Store);

        Assert.Equal(0L, await CountRowsAsync(alone));
    }

    [Fact]
    public async Task An_ambient_transaction_of_the_app_neither_holds_a_command_back_nor_takes_it_back()
    {
        var session = await StoreSession.CreateAsync(store);

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await session.RunAsync(StoreSession.Increment("counter"));
            session.Run(StoreSession.Increment("counter"));
        }

        Assert.Equal(2, await session.ReadAsync("counter"));
    }

    [Fact]
    public async Task The_clean_up_passes_over_sessions_that_others_hold_and_takes_all_that_belongs_to_the_others()
    {
        await using var alone = new PostgreSqlStoreFixture();
        await alone.InitializeAsync();
        var held = await StoreSession.CreateAsync(alone);
        for (var n = 0; n < 5; n++)
        {
            var session = await StoreSession.CreateAsync(alone);
            await session.RunAsync(new Storage.AddToSet("set", [1], null));
            await session.RunAsync(new Storage.InsertIntoList("list", [1], Storage.ListEnd.Last, 9, Storage.DuplicateHandling.Keep, null));
            await session.RunAsync(new Storage.WriteEntries(clearFirst: false, new Dictionary<string, byte[]?> { ["a"] = [1] }));
        }

        await alone.AdvanceAsync(StoreFixture.Absolute);
        var cleaner = alone.NewStore(alone.DataSource, new PostgreSqlSessionOptions { CleanupStepRows = 2 });
        await using (var connection = await alone.DataSource.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var command = new NpgsqlCommand($"SELECT 1 FROM {alone.Schema}.session WHERE selector = $1 FOR UPDATE", connection);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = held.Identity.Selector });
            await command.ExecuteNonQueryAsync();
            Assert.Equal(5, await cleaner.RemoveExpiredAsync(atMost: 100, CancellationToken.None));
        }

        Assert.Equal(1, await cleaner.RemoveExpiredAsync(atMost: 100, CancellationToken.None));
        Assert.Equal(0L, await CountRowsAsync(alone));
    }

    [Fact]
    public async Task The_clean_up_removes_expired_items_of_living_sessions()
    {
        await using var alone = new PostgreSqlStoreFixture();
        await alone.InitializeAsync();
        var session = await StoreSession.CreateAsync(alone);
        await session.RunAsync(new Storage.AddToSet("set", [1], TimeSpan.FromMinutes(1)));
        await alone.AdvanceAsync(TimeSpan.FromMinutes(1));

        await alone.NewStore(alone.DataSource, new PostgreSqlSessionOptions { CleanupStepRows = 1 }).RemoveExpiredAsync(atMost: 10, CancellationToken.None);

        Assert.Equal(2L, await CountRowsAsync(alone));
        Assert.Equal(1, await session.ReadAsync("session"));
    }

    private static string NewSchemaName() => $"test_{Guid.NewGuid():N}";

    private static Task<object?> CountRowsAsync(PostgreSqlStoreFixture fixture) => ReadAsync(fixture.DataSource, string.Concat(
        "SELECT ", string.Join(" + ", new[] { "session", "entry", "item", "element", "list_element", "operation" }
            .Select(table => $"(SELECT count(*) FROM {fixture.Schema}.{table})"))));

    private static async Task<object?> ReadAsync(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync() is var value and not DBNull ? value : null;
    }

    private async Task WaitUntilBlockedAsync(long commands)
    {
        await using var command = store.DataSource.CreateCommand(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%" + store.Schema + "\"%'");
        while ((long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))! < commands)
        {
            await Task.Yield();
        }
    }

    private WebApplication NewApp(Action<PostgreSqlSessionOptions> configure, NpgsqlDataSource? dataSource = null)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(dataSource ?? store.DataSource);
        builder.Services.AddGranularSessions().UsePostgreSql(configure);
        return builder.Build();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = store.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
