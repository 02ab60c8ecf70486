using GranularSessions.Conformance;
using GranularSessions.PostgreSql;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;
using Npgsql;

namespace GranularSessions.Tests.PostgreSql;

/// <summary>A store in a schema of its own on the shared server.</summary>
public class PostgreSqlStoreFixture : StoreFixture
{
    private static int s_schemas;
    private readonly int _hashPartitions;
    private PostgreSqlSessionStore? _store;
    private NpgsqlDataSource? _dataSource;

    public PostgreSqlStoreFixture()
        : this(hashPartitions: 0)
    {
    }

    protected PostgreSqlStoreFixture(int hashPartitions) => _hashPartitions = hashPartitions;

    public string Schema { get; } = $"test_{Interlocked.Increment(ref s_schemas)}";

    /// <summary>The server's superuser.</summary>
    public NpgsqlDataSource DataSource
    {
        get
        {
            if (_dataSource is null)
            {
                ServerTests.NoServer(PostgreSqlServer.NotInstalled);
            }

            return _dataSource!;
        }
    }

    public override SessionStore Store
    {
        get
        {
            if (_store is null)
            {
                ServerTests.NoServer(PostgreSqlServer.NotInstalled);
            }

            return _store!;
        }
    }

    public override async ValueTask InitializeAsync()
    {
        if (await PostgreSqlServer.SharedAsync() is not { } server)
        {
            return;
        }

        _dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        await CreateSchemaAsync(_dataSource, Schema, _hashPartitions);
        _store = NewStore(await ConnectAsync(server));
    }

    /// <summary>What the store under test reaches the server through.</summary>
    protected virtual Task<NpgsqlDataSource> ConnectAsync(PostgreSqlServer server) => Task.FromResult(DataSource);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_dataSource is not null)
        {
            await _dataSource.DisposeAsync();
        }
    }

    public override async Task AdvanceAsync(TimeSpan span)
    {
        await using var command = DataSource.CreateCommand(
            $"""
            UPDATE {Schema}.session SET created_at = created_at - $1, last_seen_at = last_seen_at - $1, idle_deadline = idle_deadline - $1,
                absolute_deadline = absolute_deadline - $1, previous_until = previous_until - $1;
            UPDATE {Schema}.item SET deadline = deadline - $1;
            UPDATE {Schema}.element SET deadline = deadline - $1;
            UPDATE {Schema}.operation SET expires_at = expires_at - $1;
            """.Replace("$1", $"make_interval(secs => {span.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)})", StringComparison.Ordinal));
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Another store over the same sessions, such as that of another process.</summary>
    internal PostgreSqlSessionStore NewStore(NpgsqlDataSource dataSource, PostgreSqlSessionOptions? options = null)
    {
        options ??= new PostgreSqlSessionOptions();
        options.Schema = Schema;
        return new PostgreSqlSessionStore(dataSource, Options, Microsoft.Extensions.Options.Options.Create(options));
    }

    protected virtual Task CreateSchemaAsync(NpgsqlDataSource dataSource, string schema, int hashPartitions)
        => PostgreSqlSessionSchema.EnsureSchemaAsync(dataSource, schema, hashPartitions);
}
