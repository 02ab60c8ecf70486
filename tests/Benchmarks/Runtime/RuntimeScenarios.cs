using System.Globalization;
using System.Text.RegularExpressions;
using GranularSessions;
using GranularSessions.PostgreSql;
using GranularSessions.Redis;
using GranularSessions.Tests.Servers;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Npgsql;
using StackExchange.Redis;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>The comparisons of <c>docs/performance.md</c>, a store each.</summary>
internal sealed partial class RuntimeScenarios(RuntimeBenchmark benchmark)
{
    private const string Ours = "GranularSessions counter, the operation";
    private const string OurRequests = "GranularSessions counter, a request each";
    private const string CacheName = "IDistributedCache: get, add, set";
    private const string StockRequests = "stock session, a request each";
    private static readonly int[] Callers = [1, 8, 64];
    private static readonly int[] LargerSizes = [16, 64, 256];

    // A handler that asks something else meanwhile, as most do.
    private static readonly TimeSpan OtherWork = TimeSpan.FromMilliseconds(1);

    public async Task InMemoryAsync()
    {
        var operation = new GranularOperationCandidate(Ours, _ => { });
        var request = new GranularRequestCandidate(OurRequests, _ => { });
        UpdateCandidate[] candidates =
        [
            operation, request, new CacheCandidate(CacheName, NewCache()), new StockSessionCandidate(StockRequests, NewCache()), new NothingCandidate(),
        ];

        await RuntimeBenchmark.PrintSizeAsync(
            "In memory, size", new GranularRequestCandidate(OurRequests, _ => { }), () => Task.FromResult(GC.GetTotalMemory(forceFullCollection: true)));
        await benchmark.PrintThroughputAsync("In memory, two callers that never give way", 1_000, [operation, request]);
        foreach (int callers in Callers)
        {
            await benchmark.CompareAsync("In memory", callers, 1, 1, candidates);
        }

        foreach (int size in LargerSizes)
        {
            await benchmark.CompareAsync("In memory", 64, 1, size, candidates);
        }

        await benchmark.CompareAsync("In memory", 64, 1_000, 16, candidates);
        await benchmark.CompareAsync(
            "In memory, handlers with a millisecond of other work", 64, 1, 1,
            [new GranularRequestCandidate(OurRequests, _ => { }, OtherWork), new StockSessionCandidate(StockRequests, NewCache(), OtherWork)]);
    }

    public async Task PostgreSqlAsync()
    {
        await using PostgreSqlServer server = await PostgreSqlServer.StartAsync(isDurable: true) ?? throw new InvalidOperationException(PostgreSqlServer.NotInstalled);
        await using NpgsqlDataSource dataSource = NpgsqlDataSource.Create(server.ConnectionString);
        await HandWrittenTables.CreateAsync(dataSource);
        await PostgreSqlSessionSchema.EnsureSchemaAsync(dataSource);
        await RuntimeBenchmark.PrintSizeAsync(
            "PostgreSQL, size with indexes", new GranularRequestCandidate(OurRequests, builder => builder.UsePostgreSql(dataSource)), ReadSizeAsync);
        await CompareAsync("PostgreSQL, durable", dataSource, On);

        using var proxy = new CountingProxy(server.Port);
        await using NpgsqlDataSource counted = NpgsqlDataSource.Create(server.ConnectionStringOn(proxy.Port));
        await benchmark.PrintWireAsync("PostgreSQL, bytes on the wire", () => proxy.Bytes, On(counted));

        async Task<long> ReadSizeAsync()
        {
            await using NpgsqlCommand command = dataSource.CreateCommand(
                "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relnamespace = 'granular_sessions'::regnamespace AND relkind = 'r'");
            return (long)(await command.ExecuteScalarAsync())!;
        }

        static UpdateCandidate[] On(NpgsqlDataSource dataSource) =>
        [
            new GuardedStatementCandidate("hand-written guarded statement", dataSource),
            new RawUpsertCandidate("raw upsert", dataSource),
            new GranularOperationCandidate(Ours, builder => builder.UsePostgreSql(dataSource)),
            new GranularRequestCandidate(OurRequests, builder => builder.UsePostgreSql(dataSource)),
            new CacheCandidate(CacheName, new PostgreSqlCache(dataSource)),
            new StockSessionCandidate(StockRequests, new PostgreSqlCache(dataSource)),
        ];
    }

    public async Task RedisAsync()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        using ConnectionMultiplexer redis = await server.ConnectAsync();
        await RuntimeBenchmark.PrintSizeAsync(
            "Redis, size", new GranularRequestCandidate(OurRequests, builder => builder.UseRedis(redis, AllowClient)), ReadSizeAsync);
        await CompareAsync("Redis", redis, On);
        foreach (int callers in Callers)
        {
            await benchmark.PrintServerTimeAsync("Redis, server", callers, 100, ResetAsync, ReadServerTimeAsync, On(redis)[..4]);
        }

        using var proxy = new CountingProxy(server.Port);
        using ConnectionMultiplexer counted = await RedisServer.ConnectAsync([$"127.0.0.1:{proxy.Port}"]);
        await benchmark.PrintWireAsync("Redis, bytes on the wire", () => proxy.Bytes, On(counted));

        async Task<long> ReadSizeAsync()
        {
            string memory = (string)(await server.SendAsync("INFO", "memory"))!;
            return long.Parse(memory.Split('\n').Single(line => line.StartsWith("used_memory:", StringComparison.Ordinal)).Split(':')[1].Trim(), CultureInfo.InvariantCulture);
        }

        async Task ResetAsync() => await server.SendAsync("CONFIG", "RESETSTAT");

        // Commands that a script calls are counted again under their own names.
        async Task<double> ReadServerTimeAsync()
        {
            string statistics = (string)(await server.SendAsync("INFO", "commandstats"))!;
            Match updates = CommandOfUpdates().Matches(statistics).MaxBy(line => long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture))!;
            return double.Parse(updates.Groups[2].Value, CultureInfo.InvariantCulture);
        }

        static UpdateCandidate[] On(IConnectionMultiplexer redis) =>
        [
            new HandWrittenScriptCandidate("hand-written script", redis),
            new HandWrittenGuaranteesCandidate("the same guarantees by hand", redis),
            new IncrCandidate("INCR", redis),
            new GranularOperationCandidate(Ours, builder => builder.UseRedis(redis, AllowClient)),
            new GranularRequestCandidate(OurRequests, builder => builder.UseRedis(redis, AllowClient)),
            new CacheCandidate(CacheName, new RedisCache(redis)),
            new StockSessionCandidate(StockRequests, new RedisCache(redis)),
        ];
    }

    private static void AllowClient(RedisSessionOptions options) => options.AllowClientBeforeVersion2 = true;

    private async Task CompareAsync<TConnection>(string title, TConnection connection, Func<TConnection, UpdateCandidate[]> on)
    {
        UpdateCandidate[] candidates = on(connection);
        foreach (int callers in Callers)
        {
            await benchmark.CompareAsync(title, callers, 100, 1, candidates);
        }

        await benchmark.CompareAsync(title, 64, 1, 1, candidates);
        foreach (int size in LargerSizes)
        {
            await benchmark.CompareAsync(title, 1, 1, size, candidates);
        }
    }

    [GeneratedRegex(@"cmdstat_(?:evalsha|incr):calls=(\d+),usec=\d+,usec_per_call=([\d.]+)")]
    private static partial Regex CommandOfUpdates();

    private static MemoryDistributedCache NewCache()
        => new(Options.Create(new MemoryDistributedCacheOptions { SizeLimit = 1L << 34 }));
}
