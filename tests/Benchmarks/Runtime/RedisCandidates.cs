using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>INCR: what a round trip to a counter costs that asks about no session.</summary>
internal sealed class IncrCandidate(string name, IConnectionMultiplexer redis) : UpdateCandidate(name)
{
    private readonly IDatabase _database = redis.GetDatabase();
    private RedisKey[] _keys = [];

    public override Task PrepareAsync(int sessions, int kibibytes)
    {
        _keys = [.. Enumerable.Range(0, sessions).Select(_ => (RedisKey)$"incr:{Guid.NewGuid():N}")];
        return Task.CompletedTask;
    }

    public override Task AddOneAsync(int session) => _database.StringIncrementAsync(_keys[session]);

    public override async Task<long> ReadAsync(int session) => (long)await _database.StringGetAsync(_keys[session]);
}

/// <summary>A script that checks that the session is alive and of the right generation, and counts.</summary>
internal sealed class HandWrittenScriptCandidate(string name, IConnectionMultiplexer redis) : UpdateCandidate(name)
{
    private const string Script =
        """
        local session = redis.call('HMGET', KEYS[1], 'generation', 'idle', 'absolute')
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        if session[1] ~= ARGV[1] or now >= tonumber(session[2]) or now >= tonumber(session[3]) then return false end
        return redis.call('HINCRBY', KEYS[2], 'number', ARGV[2])
        """;

    private readonly IDatabase _database = redis.GetDatabase();
    private RedisKey[][] _keys = [];

    public override async Task PrepareAsync(int sessions, int kibibytes)
    {
        _keys = [.. Enumerable.Range(0, sessions).Select(_ => $"{{{Guid.NewGuid():N}}}").Select(tag => new RedisKey[] { $"session:{tag}", $"visits:{tag}" })];
        foreach (RedisKey[] keys in _keys)
        {
            long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await _database.HashSetAsync(keys[0], [new("generation", 1), new("idle", now + 1_200_000), new("absolute", now + 43_200_000)]);
        }
    }

    public override async Task AddOneAsync(int session)
    {
        RedisResult result = await _database.ScriptEvaluateAsync(Script, _keys[session], [1, 1]);
        if (result.IsNull)
        {
            throw new InvalidOperationException("The session is not alive.");
        }
    }

    public override async Task<long> ReadAsync(int session) => (long)await _database.HashGetAsync(_keys[session][1], "number");
}

/// <summary>
/// By hand what ours promises of an increment: the session is alive and of the right generation, its activity keeps it alive, the item
/// is a counter, and the caller has a timeout and can cancel. Without what ours has besides: sessions and items that the increment
/// creates, operation ids, a previous id's grace, and exceptions that tell what is known of a failure.
/// </summary>
internal sealed class HandWrittenGuaranteesCandidate(string name, IConnectionMultiplexer redis) : UpdateCandidate(name)
{
    private const string Script =
        """
        local session = redis.call('HMGET', KEYS[1], 'generation', 'seen', 'ends')
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        if session[1] ~= ARGV[1] or now >= session[2] + ARGV[4] or now >= tonumber(session[3]) then return false end
        if now >= session[2] + ARGV[5] then redis.call('HSET', KEYS[1], 'seen', string.format('%.0f', now)) end
        local kind = redis.call('HGET', KEYS[2], ARGV[2])
        if not kind then redis.call('HSET', KEYS[2], ARGV[2], 'counter') end
        if kind and kind ~= 'counter' then return redis.error_reply('KIND the item is a ' .. kind) end
        return redis.call('HINCRBY', KEYS[3], ARGV[2], ARGV[3])
        """;

    private const long IdleMilliseconds = 1_200_000;
    private const long RefreshMilliseconds = 60_000;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly IDatabase _database = redis.GetDatabase();
    private RedisKey[][] _keys = [];

    public override async Task PrepareAsync(int sessions, int kibibytes)
    {
        _keys =
        [
            .. Enumerable.Range(0, sessions).Select(_ => $"{{{Guid.NewGuid():N}}}")
                .Select(tag => new RedisKey[] { $"session:{tag}", $"kinds:{tag}", $"items:{tag}" }),
        ];
        foreach (RedisKey[] keys in _keys)
        {
            long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            await _database.HashSetAsync(keys[0], [new("generation", 1), new("seen", now), new("ends", now + 43_200_000)]);
        }
    }

    public override Task AddOneAsync(int session) => AddOneAsync(session, CancellationToken.None);

    public override async Task<long> ReadAsync(int session) => (long)await _database.HashGetAsync(_keys[session][2], "visits");

    private async Task AddOneAsync(int session, CancellationToken cancellationToken)
    {
        RedisResult result = await _database
            .ScriptEvaluateAsync(Script, _keys[session], [1, "visits", 1, IdleMilliseconds, RefreshMilliseconds])
            .WaitAsync(Timeout, cancellationToken);
        if (result.IsNull)
        {
            throw new InvalidOperationException("The session is not alive.");
        }
    }
}

internal sealed class RedisCache(IConnectionMultiplexer redis) : AsyncCache
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(20);
    private readonly IDatabase _database = redis.GetDatabase();

    public override async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => await _database.StringGetAsync(key);

    public override Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => _database.StringSetAsync(key, value, Lifetime);

    public override Task RefreshAsync(string key, CancellationToken token = default) => _database.KeyExpireAsync(key, Lifetime);

    public override Task RemoveAsync(string key, CancellationToken token = default) => _database.KeyDeleteAsync(key);
}
