using Microsoft.Extensions.Caching.Distributed;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>
/// The session's store with a gate: while armed, no session is committed before the given number of requests has loaded theirs.
/// It turns "requests overlap" from likely into certain, and waits without holding a thread.
/// </summary>
internal sealed class HeldCommits(IDistributedCache store) : IDistributedCache
{
    private Overlap? _overlap;

    /// <summary>Holds commits until <paramref name="requests"/> sessions have been loaded, once.</summary>
    public void UntilLoadedBy(int requests) => Volatile.Write(ref _overlap, new Overlap(requests));

    public byte[]? Get(string key)
    {
        var value = store.Get(key);
        Volatile.Read(ref _overlap)?.Loaded();
        return value;
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        var value = await store.GetAsync(key, token);
        Volatile.Read(ref _overlap)?.Loaded();
        return value;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) =>
        throw new NotSupportedException("The session middleware commits asynchronously.");

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        if (Volatile.Read(ref _overlap) is { } overlap)
        {
            await overlap.AllLoaded.WaitAsync(token);
        }

        await store.SetAsync(key, value, options, token);
    }

    public void Refresh(string key) => store.Refresh(key);

    public Task RefreshAsync(string key, CancellationToken token = default) => store.RefreshAsync(key, token);

    public void Remove(string key) => store.Remove(key);

    public Task RemoveAsync(string key, CancellationToken token = default) => store.RemoveAsync(key, token);

    private sealed class Overlap(int requests)
    {
        private readonly TaskCompletionSource _allLoaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _missing = requests;

        public Task AllLoaded => _allLoaded.Task;

        public void Loaded()
        {
            if (Interlocked.Decrement(ref _missing) == 0)
            {
                _allLoaded.SetResult();
            }
        }
    }
}
