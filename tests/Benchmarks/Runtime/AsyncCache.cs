using Microsoft.Extensions.Caching.Distributed;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>A cache on a server with one round trip a call, which is the least that any has. Synchronous calls are not needed here.</summary>
internal abstract class AsyncCache : IDistributedCache
{
    public abstract Task<byte[]?> GetAsync(string key, CancellationToken token = default);

    public abstract Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default);

    public abstract Task RefreshAsync(string key, CancellationToken token = default);

    public abstract Task RemoveAsync(string key, CancellationToken token = default);

    public byte[]? Get(string key) => throw new NotSupportedException();

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();
}
