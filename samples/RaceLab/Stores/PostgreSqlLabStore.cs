using System.Net.Sockets;
using GranularSessions.PostgreSql;
using Npgsql;
using RaceLab.Carts;

namespace RaceLab.Stores;

/// <summary>A PostgreSQL server, in two schemas of RaceLab's own.</summary>
internal sealed class PostgreSqlLabStore(NpgsqlDataSource database) : LabStore
{
    public const string SessionSchema = "racelab_sessions";

    public override string Name => "postgres";

    public override string Cache => "a distributed cache over one table of the same PostgreSQL server, one statement a call";

    public override async Task PrepareAsync()
    {
        try
        {
            await PostgreSqlSessionSchema.EnsureSchemaAsync(database, SessionSchema);
            await using NpgsqlCommand command = database.CreateCommand(PostgreSqlCache.Schema + PostgreSqlCartStore.Schema);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or TimeoutException)
        {
            throw new StoreUnreachableException($"RaceLab cannot use the PostgreSQL server of --connection: {exception.Message}", exception);
        }
    }
}
