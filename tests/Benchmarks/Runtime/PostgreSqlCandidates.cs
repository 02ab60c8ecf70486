using Microsoft.Extensions.Caching.Distributed;
using Npgsql;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>The tables of what is compared with, by hand.</summary>
internal static class HandWrittenTables
{
    public static async Task CreateAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(
            """
            CREATE TABLE raw_counter (session text, key text, number bigint NOT NULL, PRIMARY KEY (session, key)) WITH (fillfactor = 85);
            CREATE TABLE guarded_session (id text PRIMARY KEY, generation bigint NOT NULL, idle_deadline timestamptz NOT NULL, absolute_deadline timestamptz NOT NULL);
            CREATE TABLE guarded_counter (session text, key text, number bigint NOT NULL, PRIMARY KEY (session, key)) WITH (fillfactor = 85);
            CREATE TABLE cache (key text PRIMARY KEY, value bytea NOT NULL, expires_at timestamptz NOT NULL) WITH (fillfactor = 85);
            """);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>A counter as one statement that asks about no session: what durability alone costs.</summary>
internal sealed class RawUpsertCandidate(string name, NpgsqlDataSource dataSource) : UpdateCandidate(name)
{
    private string[] _sessions = [];

    public override Task PrepareAsync(int sessions, int kibibytes)
    {
        _sessions = [.. Enumerable.Range(0, sessions).Select(_ => Guid.NewGuid().ToString())];
        return Task.CompletedTask;
    }

    public override async Task AddOneAsync(int session)
    {
        await using var command = dataSource.CreateCommand(
            """
            INSERT INTO raw_counter VALUES ($1, $2, $3)
            ON CONFLICT (session, key) DO UPDATE SET number = raw_counter.number + excluded.number RETURNING number
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _sessions[session] });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "visits" });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        await command.ExecuteScalarAsync();
    }

    public override async Task<long> ReadAsync(int session)
    {
        await using var command = dataSource.CreateCommand("SELECT number FROM raw_counter WHERE session = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _sessions[session] });
        return (long?)await command.ExecuteScalarAsync() ?? 0;
    }
}

/// <summary>A counter as one statement that locks the session's row and checks that it is alive and of the right generation.</summary>
internal sealed class GuardedStatementCandidate(string name, NpgsqlDataSource dataSource) : UpdateCandidate(name)
{
    private string[] _sessions = [];

    public override async Task PrepareAsync(int sessions, int kibibytes)
    {
        _sessions = [.. Enumerable.Range(0, sessions).Select(_ => Guid.NewGuid().ToString())];
        foreach (string session in _sessions)
        {
            await using var command = dataSource.CreateCommand("INSERT INTO guarded_session VALUES ($1, 1, now() + interval '20 min', now() + interval '12 h')");
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session });
            await command.ExecuteNonQueryAsync();
        }
    }

    public override async Task AddOneAsync(int session)
    {
        await using var command = dataSource.CreateCommand(
            """
            WITH alive AS (
                SELECT id FROM guarded_session
                WHERE id = $1 AND generation = $2 AND idle_deadline > clock_timestamp() AND absolute_deadline > clock_timestamp()
                FOR KEY SHARE)
            INSERT INTO guarded_counter SELECT id, $3, $4 FROM alive
            ON CONFLICT (session, key) DO UPDATE SET number = guarded_counter.number + excluded.number RETURNING number
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _sessions[session] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "visits" });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        _ = await command.ExecuteScalarAsync() ?? throw new InvalidOperationException("The session is not alive.");
    }

    public override async Task<long> ReadAsync(int session)
    {
        await using var command = dataSource.CreateCommand("SELECT number FROM guarded_counter WHERE session = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _sessions[session] });
        return (long?)await command.ExecuteScalarAsync() ?? 0;
    }
}

internal sealed class PostgreSqlCache(NpgsqlDataSource dataSource) : AsyncCache
{
    public override async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await using var command = dataSource.CreateCommand("SELECT value FROM cache WHERE key = $1 AND expires_at > now()");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return (byte[]?)await command.ExecuteScalarAsync(token);
    }

    public override Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => RunAsync(
            """
            INSERT INTO cache VALUES ($1, $2, now() + interval '20 min')
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
            """,
            token,
            new NpgsqlParameter<string> { TypedValue = key },
            new NpgsqlParameter<byte[]> { TypedValue = value });

    public override Task RefreshAsync(string key, CancellationToken token = default)
        => RunAsync("UPDATE cache SET expires_at = now() + interval '20 min' WHERE key = $1", token, new NpgsqlParameter<string> { TypedValue = key });

    public override Task RemoveAsync(string key, CancellationToken token = default)
        => RunAsync("DELETE FROM cache WHERE key = $1", token, new NpgsqlParameter<string> { TypedValue = key });

    private async Task RunAsync(string sql, CancellationToken token, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(token);
    }
}
