using GranularSessions.Tests.Redis;
using GranularSessions.Tests.Servers;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(SharedRedis))]
[assembly: AssemblyFixture(typeof(SharedRedisCluster))]

namespace GranularSessions.Tests.Redis;

/// <summary>The one server that all tests share which do not break it; started by the first of them.</summary>
public sealed class SharedRedis : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private RedisServer? _server;
    private ConnectionMultiplexer? _client;

    public async Task<(RedisServer Server, ConnectionMultiplexer Client)> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _server ??= await RedisServer.StartAsync();
            _client ??= await _server.ConnectAsync();
            return (_server, _client);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _starting.Dispose();
    }
}

/// <summary>The one cluster that all tests share; started by the first of them.</summary>
public sealed class SharedRedisCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private RedisCluster? _cluster;
    private ConnectionMultiplexer? _client;

    public async Task<(RedisCluster Cluster, ConnectionMultiplexer Client)> StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            _cluster ??= await RedisCluster.StartAsync();
            _client ??= await _cluster.ConnectAsync();
            return (_cluster, _client);
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _starting.Dispose();
    }
}
