using Microsoft.Extensions.Caching.Distributed;
using StackExchange.Redis;

namespace RaceLab.Stores;

/// <summary>
/// The framework's cache on Redis, for entries with one lifetime, sliding or absolute. Apps take
/// Microsoft.Extensions.Caching.StackExchangeRedis; this one needs no newer client than the sample has.
/// </summary>
internal sealed class RedisCache(IConnectionMultiplexer redis, TimeProvider time) : IDistributedCache
{
    private const string Value = "value";
    private const string Sliding = "sliding";
    private readonly IDatabase _database = redis.GetDatabase();

    public byte[]? Get(string key) => _database.HashGet(KeyOf(key), Value);

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default) => await _database.HashGetAsync(KeyOf(key), Value);

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        ITransaction transaction = Write(key, value, options);
        transaction.Execute();
    }

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        => Write(key, value, options).ExecuteAsync();

    public void Refresh(string key)
    {
        if (SlidingOf(_database.HashGet(KeyOf(key), Sliding)) is { } lifetime)
        {
            _database.KeyExpire(KeyOf(key), lifetime);
        }
    }

    public async Task RefreshAsync(string key, CancellationToken token = default)
    {
        if (SlidingOf(await _database.HashGetAsync(KeyOf(key), Sliding)) is { } lifetime)
        {
            await _database.KeyExpireAsync(KeyOf(key), lifetime);
        }
    }

    public void Remove(string key) => _database.KeyDelete(KeyOf(key));

    public Task RemoveAsync(string key, CancellationToken token = default) => _database.KeyDeleteAsync(KeyOf(key));

    private static RedisKey KeyOf(string key) => "racelab:cache:" + key;

    private static TimeSpan? SlidingOf(RedisValue milliseconds)
        => milliseconds.TryParse(out long value) && value > 0 ? TimeSpan.FromMilliseconds(value) : null;

    private ITransaction Write(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        TimeSpan? absolute = options.AbsoluteExpirationRelativeToNow ?? options.AbsoluteExpiration - time.GetUtcNow();
        long sliding = (long)(options.SlidingExpiration?.TotalMilliseconds ?? 0);
        ITransaction transaction = _database.CreateTransaction();
        _ = transaction.HashSetAsync(KeyOf(key), [new(Value, value), new(Sliding, sliding)]);
        _ = transaction.KeyExpireAsync(KeyOf(key), options.SlidingExpiration ?? absolute);
        return transaction;
    }
}
