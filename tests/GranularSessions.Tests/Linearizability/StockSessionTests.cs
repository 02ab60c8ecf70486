using System.Buffers.Binary;
using GranularSessions.Conformance.Linearizability;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace GranularSessions.Tests.Linearizability;

/// <summary>The negative control: what the checker says of the framework's session, used as carefully as it can be.</summary>
public sealed class StockSessionTests
{
    [Fact]
    public async Task Counting_in_the_framework_s_session_is_not_linearizable()
    {
        string? violation = null;
        for (var seed = 1; seed <= 100 && violation is null; seed++)
        {
            violation = await CheckAsync(seed);
        }

        Assert.NotNull(violation);
        Assert.Contains("Not linearizable", violation, StringComparison.Ordinal);
    }

    private static Task<string?> CheckAsync(int seed)
    {
        var cache = new RemoteCache(new MemoryDistributedCache(Microsoft.Extensions.Options.Options.Create(new MemoryDistributedCacheOptions())));
        return SeededHistory.CheckAsync(new CounterModel(), seed, (_, _) => () =>
        {
            var call = new CounterCall("visits", CounterAction.Add, Number: 1);
            return (call, async () =>
            {
                var session = new DistributedSession(
                    cache, "session", TimeSpan.FromMinutes(20), TimeSpan.FromMinutes(1), () => true, NullLoggerFactory.Instance, isNewSessionKey: false);
                await session.LoadAsync();
                var visits = (session.TryGetValue("visits", out var stored) ? BinaryPrimitives.ReadInt64BigEndian(stored) : 0) + 1;
                var bytes = new byte[sizeof(long)];
                BinaryPrimitives.WriteInt64BigEndian(bytes, visits);
                session.Set("visits", bytes);
                await session.CommitAsync();
                return new CounterAnswer(Applied: true, visits);
            });
        });
    }

    /// <summary>Answers later, as a cache on a server does.</summary>
    private sealed class RemoteCache(IDistributedCache cache) : IDistributedCache
    {
        public byte[]? Get(string key) => cache.Get(key);

        public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            await Task.Yield();
            return await cache.GetAsync(key, token);
        }

        public void Refresh(string key) => cache.Refresh(key);

        public Task RefreshAsync(string key, CancellationToken token = default) => cache.RefreshAsync(key, token);

        public void Remove(string key) => cache.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default) => cache.RemoveAsync(key, token);

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => cache.Set(key, value, options);

        public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            await Task.Yield();
            await cache.SetAsync(key, value, options, token);
        }
    }
}
