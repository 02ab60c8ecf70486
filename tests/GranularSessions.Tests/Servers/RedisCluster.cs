using System.Diagnostics;
using StackExchange.Redis;

namespace GranularSessions.Tests.Servers;

/// <summary>Three nodes on the loopback interface that share the slots.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16384;
    private const int Nodes = 3;
    private static readonly TimeSpan FormationTimeout = TimeSpan.FromSeconds(60);

    private RedisCluster(IReadOnlyList<RedisServer> servers) => Servers = servers;

    public IReadOnlyList<RedisServer> Servers { get; }

    public static async Task<RedisCluster> StartAsync()
    {
        var servers = new List<RedisServer>();
        var buses = new List<int>();
        for (var node = 0; node < Nodes; node++)
        {
            buses.Add(RedisServer.FreePort());
            servers.Add(await RedisServer.StartAsync("--cluster-enabled yes", $"--cluster-port {buses[node]}", "--cluster-node-timeout 15000"));
            await servers[node].SendAsync("CLUSTER", "ADDSLOTSRANGE", $"{node * Slots / Nodes}", $"{((node + 1) * Slots / Nodes) - 1}");
        }

        for (var node = 1; node < Nodes; node++)
        {
            await servers[0].SendAsync("CLUSTER", "MEET", "127.0.0.1", $"{servers[node].Port}", $"{buses[node]}");
        }

        var cluster = new RedisCluster(servers);
        await cluster.WaitUntilFormedAsync();
        return cluster;
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => RedisServer.ConnectAsync(Servers.Select(server => server.Endpoint));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }

    private async Task WaitUntilFormedAsync()
    {
        for (var started = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            var states = await Task.WhenAll(Servers.Select(async server => (string)(await server.SendAsync("CLUSTER", "INFO"))!));
            if (states.All(state => state.Contains("cluster_state:ok", StringComparison.Ordinal)
                && state.Contains($"cluster_known_nodes:{Nodes}", StringComparison.Ordinal)))
            {
                return;
            }

            if (started.Elapsed > FormationTimeout)
            {
                throw new InvalidOperationException($"The nodes did not form a cluster: {states[0]}");
            }
        }
    }
}
