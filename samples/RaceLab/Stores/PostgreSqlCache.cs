using Microsoft.Extensions.Caching.Distributed;
using Npgsql;

namespace RaceLab.Stores;

/// <summary>The framework's cache on one table of PostgreSQL, whose clock decides on expiry.</summary>
internal sealed class PostgreSqlCache(NpgsqlDataSource database) : IDistributedCache
{
    public const string Schema =
        """
        CREATE SCHEMA IF NOT EXISTS racelab;
        CREATE TABLE IF NOT EXISTS racelab.cache (
            key text PRIMARY KEY, value bytea NOT NULL, sliding interval, absolute timestamptz, expires_at timestamptz NOT NULL);

        """;

    private const string Read = "SELECT value FROM racelab.cache WHERE key = $1 AND expires_at > clock_timestamp()";

    private const string Slide =
        """
        UPDATE racelab.cache SET expires_at = least(clock_timestamp() + sliding, absolute)
        WHERE key = $1 AND sliding IS NOT NULL AND expires_at > clock_timestamp()
        """;

    private const string Delete = "DELETE FROM racelab.cache WHERE key = $1";

    private const string Write =
        """
        INSERT INTO racelab.cache (key, value, sliding, absolute, expires_at)
        VALUES ($1, $2, $3, coalesce($4, clock_timestamp() + $5), coalesce(least(clock_timestamp() + $3, $4, clock_timestamp() + $5), 'infinity'))
        ON CONFLICT (key) DO UPDATE SET
            value = excluded.value, sliding = excluded.sliding, absolute = excluded.absolute, expires_at = excluded.expires_at
        """;

    public byte[]? Get(string key)
    {
        using NpgsqlCommand command = On(Read, key);
        return (byte[]?)command.ExecuteScalar();
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await using NpgsqlCommand command = On(Read, key);
        return (byte[]?)await command.ExecuteScalarAsync(token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        using NpgsqlCommand command = ToWrite(key, value, options);
        command.ExecuteNonQuery();
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await using NpgsqlCommand command = ToWrite(key, value, options);
        await command.ExecuteNonQueryAsync(token);
    }

    public void Refresh(string key) => Run(Slide, key);

    public Task RefreshAsync(string key, CancellationToken token = default) => RunAsync(Slide, key, token);

    public void Remove(string key) => Run(Delete, key);

    public Task RemoveAsync(string key, CancellationToken token = default) => RunAsync(Delete, key, token);

    private NpgsqlCommand ToWrite(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        NpgsqlCommand command = On(Write, key);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = value });
        command.Parameters.Add(new() { Value = (object?)options.SlidingExpiration ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Interval });
        command.Parameters.Add(new() { Value = (object?)options.AbsoluteExpiration?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)options.AbsoluteExpirationRelativeToNow ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Interval });
        return command;
    }

    private NpgsqlCommand On(string sql, string key)
    {
        NpgsqlCommand command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        return command;
    }

    private void Run(string sql, string key)
    {
        using NpgsqlCommand command = On(sql, key);
        command.ExecuteNonQuery();
    }

    private async Task RunAsync(string sql, string key, CancellationToken token)
    {
        await using NpgsqlCommand command = On(sql, key);
        await command.ExecuteNonQueryAsync(token);
    }
}
