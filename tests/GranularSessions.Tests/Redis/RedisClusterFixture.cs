using GranularSessions.Conformance;
using GranularSessions.Storage;
using GranularSessions.Tests.Servers;

namespace GranularSessions.Tests.Redis;

/// <summary>A store on the shared cluster, under a key prefix of its own.</summary>
public sealed class RedisClusterFixture(SharedRedisCluster shared) : StoreFixture
{
    private readonly string _prefix = $"test-{Guid.NewGuid():N}:";
    private RedisCluster? _cluster;
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

    internal RedisCluster Cluster => _cluster!;

    public override async ValueTask InitializeAsync()
    {
        if (RedisServer.IsInstalled)
        {
            (_cluster, var client) = await shared.StartedAsync();
            _store = RedisStoreFixture.NewStore(client, _prefix);
        }
    }

    public override async Task AdvanceAsync(TimeSpan span)
    {
        foreach (var server in Cluster.Servers)
        {
            await RedisClock.AdvanceAsync(server, _prefix, span);
        }
    }
}
