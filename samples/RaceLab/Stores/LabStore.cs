using GranularSessions;
using GranularSessions.PostgreSql;
using Microsoft.Extensions.Caching.Distributed;
using Npgsql;
using RaceLab.Carts;
using StackExchange.Redis;

namespace RaceLab.Stores;

/// <summary>Everything that is kept, in one place: the process's memory, or one server.</summary>
public abstract class LabStore
{
    /// <summary>As the page and <c>--store</c> name it.</summary>
    public abstract string Name { get; }

    /// <summary>What the framework's own session is kept in.</summary>
    public abstract string Cache { get; }

    /// <summary>Registers the chosen store.</summary>
    public static void Add(IServiceCollection services, LabOptions options)
    {
        GranularSessionsBuilder sessions = services.AddGranularSessions(granular => granular.AllowHttpInDevelopment = true);
        switch (options.Store)
        {
            case StoreKind.Memory:
                services.AddDistributedMemoryCache();
                services.AddSingleton<CartStore, InMemoryCartStore>();
                services.AddSingleton<LabStore, MemoryStore>();
                break;
            case StoreKind.Postgres:
                services.AddSingleton(NpgsqlDataSource.Create(options.Connection!));
                services.AddSingleton<IDistributedCache, PostgreSqlCache>();
                services.AddSingleton<CartStore, PostgreSqlCartStore>();
                services.AddSingleton<LabStore, PostgreSqlLabStore>();
                sessions.UsePostgreSql((PostgreSqlSessionOptions postgres) => postgres.Schema = PostgreSqlLabStore.SessionSchema);
                break;
            case StoreKind.Redis:
                services.AddSingleton<IConnectionMultiplexer>(_ => RedisLabStore.Connect(options.Connection!));
                services.AddSingleton<IDistributedCache, RedisCache>();
                services.AddSingleton<CartStore, RedisCartStore>();
                services.AddSingleton<LabStore, RedisLabStore>();
                sessions.UseRedis(redis =>
                {
                    redis.KeyPrefix = "racelab:";
                    // The client that this sample can restore everywhere; an app takes a current one. No visitor's data is at risk here.
                    redis.AllowClientBeforeVersion2 = true;
                });
                break;
            default:
                throw new InvalidOperationException($"No such store: {options.Store}.");
        }
    }

    /// <summary>Creates what the server lacks.</summary>
    /// <exception cref="StoreUnreachableException">The server does not answer, or refuses.</exception>
    public abstract Task PrepareAsync();
}
