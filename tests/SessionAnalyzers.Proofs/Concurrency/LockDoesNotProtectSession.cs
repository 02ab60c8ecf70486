using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Concurrency;

/// <summary>
/// SESS1004: a lock around session code guards a private copy. The session is loaded before or inside the lock and
/// committed when the lock is long released.
/// </summary>
public sealed class LockDoesNotProtectSession : IDisposable
{
    private readonly Gate _beforeCommit = new();
    private readonly Gate _database = new();
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _semaphore = new(1);

    public void Dispose() => _semaphore.Dispose();

    [Fact]
    public async Task Lock_around_read_and_write_loses_a_visit()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                routes.MapPost("/visit", (HttpContext context) =>
                {
                    lock (_lock)
                    {
                        Increment(context.Session);
                    }
                });
                MapVisits(routes);
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Semaphore_around_read_and_write_loses_a_visit()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                routes.MapPost("/visit", async (HttpContext context) =>
                {
                    await _semaphore.WaitAsync();
                    try
                    {
                        Increment(context.Session);
                    }
                    finally
                    {
                        _semaphore.Release();
                    }
                });
                MapVisits(routes);
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Loading_inside_the_lock_is_not_enough()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                routes.MapPost("/visit", async (HttpContext context) =>
                {
                    await _semaphore.WaitAsync();
                    try
                    {
                        await context.Session.LoadAsync();
                        Increment(context.Session);
                    }
                    finally
                    {
                        _semaphore.Release();
                    }
                });
                MapVisits(routes);
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Loading_and_committing_inside_the_lock_keeps_every_visit()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                routes.MapPost("/visit", IncrementLoadedAndCommittedAsync);
                MapVisits(routes);
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit", "/visit", "/visit", "/visit", "/visit", "/visit", "/visit");

        Assert.Equal(8, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Loading_and_committing_inside_the_lock_is_too_late_after_an_earlier_access()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/visit", async (HttpContext context) =>
            {
                // Any access loads the session, and a session loads once: LoadAsync inside the lock does nothing.
                _ = context.Session.GetString("user");
                await _database.PassAsync();
                await IncrementLoadedAndCommittedAsync(context);
            });
            MapVisits(routes);
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Granular_counter_needs_no_lock()
    {
        await using SessionApp app = await SessionApp.GranularAsync(
            routes =>
            {
                routes.MapPost("/visit", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Counter("visits").IncrementAsync(cancellationToken: cancellationToken));
                routes.MapGet("/visits", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Counter("visits").GetAsync(cancellationToken));
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit", "/visit", "/visit", "/visit", "/visit", "/visit", "/visit");

        Assert.Equal(8, await browser.GetAsync<int>("/visits"));
    }

    private async Task IncrementLoadedAndCommittedAsync(HttpContext context)
    {
        await _semaphore.WaitAsync();
        try
        {
            await context.Session.LoadAsync();
            Increment(context.Session);
            await context.Session.CommitAsync();
        }
        finally
        {
            _semaphore.Release();
        }
    }

    private static void Increment(ISession session) => session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1);

    private static void MapVisits(IEndpointRouteBuilder routes) =>
        routes.MapGet("/visits", (HttpContext context) => context.Session.GetInt32("visits") ?? 0);
}
