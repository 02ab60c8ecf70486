using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3004: a load or commit that nobody awaits hides the failure that it was called to show, and is not done when the code goes on.</summary>
public sealed class LoadOrCommitNotAwaited
{
    private readonly WatchedCache _cache = new();

    [Theory]
    [InlineData("/load-not-awaited")]
    [InlineData("/commit-not-awaited")]
    public async Task The_failure_of_the_store_is_not_seen(string path)
    {
        await using SessionApp app = await StartAsync();
        using Browser browser = await app.EstablishedBrowserAsync();
        _cache.Fail(reads: path.StartsWith("/load", StringComparison.Ordinal));

        Assert.Equal("ok", await browser.PostAsync(path));
    }

    [Theory]
    [InlineData("/load-awaited")]
    [InlineData("/commit-awaited")]
    public async Task The_failure_of_the_store_is_an_exception_where_it_is_awaited(string path)
    {
        await using SessionApp app = await StartAsync();
        using Browser browser = await app.EstablishedBrowserAsync();
        _cache.Fail(reads: path.StartsWith("/load", StringComparison.Ordinal));

        await Assert.ThrowsAsync<StoreIsDownException>(() => browser.PostAsync(path));
    }

    [Fact]
    public async Task The_code_after_a_load_that_is_not_awaited_loads_again_and_blocks()
    {
        await using SessionApp app = await StartAsync();
        using Browser browser = await app.EstablishedBrowserAsync();
        _cache.Answers = new TaskCompletionSource();

        await browser.PostAsync("/load-not-awaited");
        _cache.Answers.SetResult();

        Assert.Equal((1, 1), (_cache.AsynchronousReads, _cache.BlockingReads));
    }

    [Fact]
    public async Task The_code_after_an_awaited_load_does_not_block()
    {
        await using SessionApp app = await StartAsync();
        using Browser browser = await app.EstablishedBrowserAsync();
        _cache.Answers = new TaskCompletionSource();
        _cache.Answers.SetResult();

        await browser.PostAsync("/load-awaited");

        Assert.Equal((1, 0), (_cache.AsynchronousReads, _cache.BlockingReads));
    }

    private Task<SessionApp> StartAsync() => SessionApp.StockAsync(Map, services: services => services.AddSingleton<IDistributedCache>(_cache));

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/load-not-awaited", (HttpContext context) =>
        {
            _ = context.Session.LoadAsync();
            context.Session.GetString("started");
            return "ok";
        });
        routes.MapPost("/load-awaited", async (HttpContext context) =>
        {
            await context.Session.LoadAsync();
            context.Session.GetString("started");
            return "ok";
        });
        routes.MapPost("/commit-not-awaited", (HttpContext context) =>
        {
            context.Session.SetString("started", "again");
            _ = context.Session.CommitAsync();
            return "ok";
        });
        routes.MapPost("/commit-awaited", async (HttpContext context) =>
        {
            context.Session.SetString("started", "again");
            await context.Session.CommitAsync();
            return "ok";
        });
    }

    private sealed class StoreIsDownException : Exception;

    /// <summary>A cache in memory that can fail, or be slow to answer, and counts how it is read since it is slow.</summary>
    private sealed class WatchedCache : IDistributedCache
    {
        private readonly Dictionary<string, byte[]> _entries = [];
        private bool _readsFail;
        private bool _writesFail;

        /// <summary>Set to make asynchronous reads wait for it.</summary>
        public TaskCompletionSource? Answers { get; set; }

        public int AsynchronousReads { get; private set; }

        public int BlockingReads { get; private set; }

        public void Fail(bool reads)
        {
            _readsFail = reads;
            _writesFail = !reads;
        }

        public byte[]? Get(string key)
        {
            BlockingReads += Answers is null ? 0 : 1;
            return Read(key);
        }

        public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
        {
            if (Answers is not null)
            {
                AsynchronousReads++;
                await Answers.Task.WaitAsync(token);
            }

            return Read(key);
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => Write(key, value);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Write(key, value);
            return Task.CompletedTask;
        }

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _entries.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }

        private byte[]? Read(string key) => _readsFail ? throw new StoreIsDownException() : _entries.GetValueOrDefault(key);

        private void Write(string key, byte[] value)
        {
            if (_writesFail)
            {
                throw new StoreIsDownException();
            }

            _entries[key] = value;
        }
    }
}
