using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Concurrency;

/// <summary>
/// SESS1002: no await is needed. The window runs from the session's load to its commit, which the middleware
/// makes after the handler has returned.
/// </summary>
public sealed class ReadModifyWrite
{
    private readonly Gate _beforeCommit = new();

    [Fact]
    public async Task Stock_counter_loses_a_visit()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                routes.MapPost("/visit", (HttpContext context) => context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1));
                routes.MapGet("/visits", (HttpContext context) => context.Session.GetInt32("visits") ?? 0);
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Stock_cart_loses_a_line()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                routes.MapPost("/cart/{product}", (string product, HttpContext context) =>
                {
                    List<string> cart = context.Session.GetObjectFromJson<List<string>>("cart") ?? [];
                    cart.Add(product);
                    context.Session.SetObjectAsJson("cart", cart);
                });
                routes.MapGet("/cart", (HttpContext context) => context.Session.GetObjectFromJson<List<string>>("cart"));
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/cart/book", "/cart/pen");

        Assert.Single(await browser.GetAsync<List<string>>("/cart"));
    }

    [Fact]
    public async Task Stock_login_guard_allows_more_attempts_than_its_limit()
    {
        const int Limit = 3;
        await using SessionApp app = await SessionApp.StockAsync(
            routes => routes.MapPost("/login", (HttpContext context) =>
            {
                int attempts = context.Session.GetInt32("attempts") ?? 0;
                if (attempts >= Limit)
                {
                    return "locked";
                }

                context.Session.SetInt32("attempts", attempts + 1);
                return "tried";
            }),
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        string[] answers = await browser.RaceAsync(_beforeCommit, "/login", "/login", "/login", "/login", "/login");

        Assert.Equal(5, answers.Count("tried".Equals));
    }

    [Fact]
    public async Task Granular_counter_keeps_every_visit()
    {
        await using SessionApp app = await SessionApp.GranularAsync(
            routes =>
            {
                routes.MapPost("/visit", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Counter("visits").IncrementAsync(cancellationToken: cancellationToken));
                routes.MapGet("/visits", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Counter("visits").GetAsync(cancellationToken));
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit");

        Assert.Equal(2, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Granular_cart_keeps_every_line()
    {
        await using SessionApp app = await SessionApp.GranularAsync(
            routes =>
            {
                routes.MapPost("/cart/{product}", (string product, HttpContext context) => context.GetSessionState().List<string>("cart").AppendAsync(product));
                routes.MapGet("/cart", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().List<string>("cart").GetAllAsync(cancellationToken));
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/cart/book", "/cart/pen");

        Assert.Equal(["book", "pen"], (await browser.GetAsync<List<string>>("/cart")).Order());
    }

    [Fact]
    public async Task Granular_login_guard_allows_exactly_its_limit()
    {
        const int Limit = 3;
        await using SessionApp app = await SessionApp.GranularAsync(
            routes => routes.MapPost("/login", async (HttpContext context) =>
                (await context.GetSessionState().Counter("attempts").TryIncrementAsync(1, max: Limit)).Applied ? "tried" : "locked"),
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        string[] answers = await browser.RaceAsync(_beforeCommit, "/login", "/login", "/login", "/login", "/login");

        Assert.Equal(Limit, answers.Count("tried".Equals));
    }

    [Fact]
    public async Task Granular_session_without_the_fix_still_loses_a_visit()
    {
        await using SessionApp app = await SessionApp.GranularAsync(
            routes =>
            {
                routes.MapPost("/visit", (HttpContext context) => context.Session.SetInt32("visits", (context.Session.GetInt32("visits") ?? 0) + 1));
                routes.MapGet("/visits", (HttpContext context) => context.Session.GetInt32("visits") ?? 0);
            },
            _beforeCommit);
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_beforeCommit, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }
}
