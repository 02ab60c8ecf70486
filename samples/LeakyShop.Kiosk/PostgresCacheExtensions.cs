using Microsoft.Extensions.Caching.Distributed;
using Npgsql;
using RaceLab.Stores;

namespace LeakyShop.Kiosk;

internal static class PostgresCacheExtensions
{
    /// <summary>Keeps the distributed cache, and so the sessions, in one table of PostgreSQL.</summary>
    public static IServiceCollection AddDistributedPostgresCache(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddSingleton<IDistributedCache>(static provider =>
        {
            var database = provider.GetRequiredService<NpgsqlDataSource>();
            using var command = database.CreateCommand(PostgreSqlCache.Schema);
            command.ExecuteNonQuery();
            return new PostgreSqlCache(database);
        });
        return services;
    }
}
