using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3007: without LoadAsync the first access calls the cache synchronously, and a cache that is down reads as an empty session.</summary>
public sealed class SynchronousSessionLoad
{
    private readonly RemoteCache _cache = new();

    [Fact]
    public async Task The_first_access_blocks_on_the_cache()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        _cache.Calls.Clear();

        await user.GetTextAsync("/sync");

        Assert.Contains("Get", _cache.Calls);
        Assert.DoesNotContain("GetAsync", _cache.Calls);
    }

    [Fact]
    public async Task After_LoadAsync_nothing_blocks()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        _cache.Calls.Clear();

        await user.GetTextAsync("/async");

        Assert.Contains("GetAsync", _cache.Calls);
        Assert.DoesNotContain("Get", _cache.Calls);
    }

    [Fact]
    public async Task A_load_after_an_access_comes_too_late()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        _cache.Calls.Clear();

        await user.GetTextAsync("/late");

        Assert.DoesNotContain("GetAsync", _cache.Calls);
    }

    [Fact]
    public async Task A_cache_that_is_down_reads_as_an_empty_session_unless_LoadAsync_says_so()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        _cache.IsDown = true;

        Assert.Equal("nothing", await user.GetTextAsync("/sync"));
        await Assert.ThrowsAsync<IOException>(() => user.GetTextAsync("/async"));
    }

    private Task<SessionApp> StartAsync() => SessionApp.StockAsync(Map, services: services => services.AddSingleton<IDistributedCache>(_cache));

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sync", async (HttpContext context) => await context.Response.WriteAsync(context.Session.GetString("started") ?? "nothing"));
        routes.MapGet("/async", async (HttpContext context) =>
        {
            await context.Session.LoadAsync(context.RequestAborted);
            await context.Response.WriteAsync(context.Session.GetString("started") ?? "nothing");
        });
        routes.MapGet("/late", async (HttpContext context) =>
        {
            string? started = context.Session.GetString("started");
            await context.Session.LoadAsync(context.RequestAborted);
            await context.Response.WriteAsync(started ?? "nothing");
        });
    }

    /// <summary>A cache that writes down how it is read, and can be down.</summary>
    private sealed class RemoteCache : IDistributedCache
    {
        private readonly ConcurrentDictionary<string, byte[]> _entries = new();

        public ConcurrentBag<string> Calls { get; } = [];

        public bool IsDown { get; set; }

        public byte[]? Get(string key) => Read(nameof(Get), key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => IsDown
            ? Task.FromException<byte[]?>(new IOException("The cache is down."))
            : Task.FromResult(Read(nameof(GetAsync), key));

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _entries.TryRemove(key, out _);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _entries[key] = value;

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        private byte[]? Read(string call, string key)
        {
            Calls.Add(call);
            return IsDown ? throw new IOException("The cache is down.") : _entries.GetValueOrDefault(key);
        }
    }
}
