using GranularSessions.Tests.Redis;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(SharedRedis))]

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
