using System.Buffers.Binary;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>The framework's session, each update a request of its own, loaded asynchronously as its documentation advises.</summary>
/// <param name="name">Its name in the tables.</param>
/// <param name="cache">Where the session is kept.</param>
/// <param name="otherWork">How long the handler waits for something else between the read and the write; null: not at all.</param>
internal sealed class StockSessionCandidate(string name, IDistributedCache cache, TimeSpan? otherWork = null)
    : RequestCandidate(
        name,
        services =>
        {
            services.AddDataProtection().UseEphemeralDataProtectionProvider();
            services.AddSingleton(cache).AddSession();
        },
        app => app.UseSession())
{
    protected override async Task BeginAsync(HttpContext context)
    {
        await context.Session.LoadAsync();
        context.Session.SetInt32("visits", 0);
    }

    protected override async Task AddOneAsync(HttpContext context)
    {
        await context.Session.LoadAsync();
        int visits = context.Session.GetInt32("visits") ?? 0;
        if (otherWork is { } wait)
        {
            await Task.Delay(wait);
        }

        context.Session.SetInt32("visits", visits + 1);
    }

    protected override async Task<long> ReadAsync(HttpContext context)
    {
        await context.Session.LoadAsync();
        return context.Session.GetInt32("visits") ?? 0;
    }
}

/// <summary>What apps write by hand that keep a visitor's data in a cache: get, add, set.</summary>
internal sealed class CacheCandidate(string name, IDistributedCache cache) : UpdateCandidate(name)
{
    private static readonly DistributedCacheEntryOptions Lifetime = new() { SlidingExpiration = TimeSpan.FromMinutes(20) };
    private string[] _keys = [];

    public override async Task PrepareAsync(int sessions, int kibibytes)
    {
        _keys = [.. Enumerable.Range(0, sessions).Select(_ => Guid.NewGuid().ToString())];
        foreach (string key in _keys)
        {
            byte[] value = [.. new byte[sizeof(long)], .. Rest(kibibytes).SelectMany(entry => entry.Value)];
            await cache.SetAsync(key, value, Lifetime);
        }
    }

    public override async Task AddOneAsync(int session)
    {
        // The cache in memory hands out the array that it keeps.
        byte[] value = [.. await cache.GetAsync(_keys[session]) ?? throw new InvalidOperationException("The entry has expired.")];
        BinaryPrimitives.WriteInt64LittleEndian(value, BinaryPrimitives.ReadInt64LittleEndian(value) + 1);
        await cache.SetAsync(_keys[session], value, Lifetime);
    }

    public override async Task<long> ReadAsync(int session) => BinaryPrimitives.ReadInt64LittleEndian(await cache.GetAsync(_keys[session]));
}
