using GranularSessions.Conformance;
using GranularSessions.Redis;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace GranularSessions.Tests.Redis;

/// <summary>A store on the shared server, under a key prefix of its own.</summary>
public sealed class RedisStoreFixture(SharedRedis shared) : StoreFixture
{
    private readonly string _prefix = $"test-{Guid.NewGuid():N}:";
    private RedisServer? _server;
    private ConnectionMultiplexer? _client;
    private SessionStore? _store;

    public override SessionStore Store
    {
        get
        {
            RedisServer.Require();
            return _store!;
        }
    }

    internal string Prefix => _prefix;

    internal ConnectionMultiplexer Client => _client!;

    internal RedisServer Server => _server!;

    public override async ValueTask InitializeAsync()
    {
        if (RedisServer.IsInstalled)
        {
            (_server, _client) = await shared.StartedAsync();
            _store = NewStore(_client, _prefix);
        }
    }

    public override Task AdvanceAsync(TimeSpan span) => RedisClock.AdvanceAsync(Server, _prefix, span);

    internal static SessionStore NewStore(IConnectionMultiplexer client, string prefix)
        => new RedisSessionStore(
            client,
            Options.Value,
            new RedisSessionOptions { KeyPrefix = prefix },
            NullLogger<RedisSessionStore>.Instance);
}
