using Microsoft.Extensions.Caching.Distributed;

namespace RaceLab.Racing;

/// <summary>Measures what the framework's session does: it loads with a get and commits with a set.</summary>
internal sealed class RecordingCache(IDistributedCache inner) : IDistributedCache
{
    public byte[]? Get(string key)
    {
        using (RequestTrace.Current?.Measure(TraceStage.Load))
        {
            return inner.Get(key);
        }
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        using (RequestTrace.Current?.Measure(TraceStage.Load))
        {
            return await inner.GetAsync(key, token);
        }
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        using (RequestTrace.Current?.Measure(TraceStage.Commit))
        {
            inner.Set(key, value, options);
        }
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        using (RequestTrace.Current?.Measure(TraceStage.Commit))
        {
            await inner.SetAsync(key, value, options, token);
        }
    }

    public void Refresh(string key) => inner.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => inner.RefreshAsync(key, token);

    public void Remove(string key) => inner.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => inner.RemoveAsync(key, token);
}
