using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Concurrency;

/// <summary>SESS1001: an await between reading a key and writing it back lets another request in.</summary>
public sealed class ReadModifyWriteAcrossAwait
{
    private readonly Gate _database = new();

    [Fact]
    public async Task Stock_counter_loses_a_visit()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/visit", async (HttpContext context) =>
            {
                int visits = context.Session.GetInt32("visits") ?? 0;
                await _database.PassAsync();
                context.Session.SetInt32("visits", visits + 1);
            });
            routes.MapGet("/visits", (HttpContext context) => context.Session.GetInt32("visits") ?? 0);
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/visit", "/visit");

        Assert.Equal(1, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Stock_cart_loses_a_line()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/cart/{product}", async (string product, HttpContext context) =>
            {
                List<string> cart = context.Session.GetObjectFromJson<List<string>>("cart") ?? [];
                await _database.PassAsync();
                cart.Add(product);
                context.Session.SetObjectAsJson("cart", cart);
            });
            routes.MapGet("/cart", (HttpContext context) => context.Session.GetObjectFromJson<List<string>>("cart"));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/cart/book", "/cart/pen");

        Assert.Single(await browser.GetAsync<List<string>>("/cart"));
    }

    [Fact]
    public async Task Stock_quantity_loses_an_increment()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/quantity/{product}", async (string product, HttpContext context) =>
            {
                Dictionary<string, int> quantities = context.Session.GetObjectFromJson<Dictionary<string, int>>("quantities") ?? [];
                await _database.PassAsync();
                quantities[product] = quantities.GetValueOrDefault(product) + 1;
                context.Session.SetObjectAsJson("quantities", quantities);
            });
            routes.MapGet("/quantities", (HttpContext context) => context.Session.GetObjectFromJson<Dictionary<string, int>>("quantities"));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/quantity/book", "/quantity/book", "/quantity/pen");

        Assert.Equal(1, (await browser.GetAsync<Dictionary<string, int>>("/quantities")).Values.Sum());
    }

    [Fact]
    public async Task Stock_wizard_forgets_a_step()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            routes.MapPost("/name/{name}", async (string name, HttpContext context) =>
            {
                Registration registration = context.Session.GetObjectFromJson<Registration>("registration") ?? new();
                await _database.PassAsync();
                context.Session.SetObjectAsJson("registration", registration with { Name = name });
            });
            routes.MapPost("/city/{city}", async (string city, HttpContext context) =>
            {
                Registration registration = context.Session.GetObjectFromJson<Registration>("registration") ?? new();
                await _database.PassAsync();
                context.Session.SetObjectAsJson("registration", registration with { City = city });
            });
            routes.MapGet("/registration", (HttpContext context) => context.Session.GetObjectFromJson<Registration>("registration"));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/name/Ada", "/city/London");

        Registration registration = await browser.GetAsync<Registration>("/registration");
        Assert.True(registration.Name is null || registration.City is null, $"{registration} is complete");
    }

    [Fact]
    public async Task Granular_counter_keeps_every_visit()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            routes.MapPost("/visit", async (HttpContext context) =>
            {
                await _database.PassAsync();
                await context.GetSessionState().Counter("visits").IncrementAsync();
            });
            routes.MapGet("/visits", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Counter("visits").GetAsync(cancellationToken));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/visit", "/visit");

        Assert.Equal(2, await browser.GetAsync<int>("/visits"));
    }

    [Fact]
    public async Task Granular_cart_keeps_every_line()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            routes.MapPost("/cart/{product}", async (string product, HttpContext context) =>
            {
                await _database.PassAsync();
                await context.GetSessionState().List<string>("cart").AppendAsync(product);
            });
            routes.MapGet("/cart", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().List<string>("cart").GetAllAsync(cancellationToken));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/cart/book", "/cart/pen");

        Assert.Equal(["book", "pen"], (await browser.GetAsync<List<string>>("/cart")).Order());
    }

    [Fact]
    public async Task Granular_quantities_keep_every_increment()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            routes.MapPost("/quantity/{product}", async (string product, HttpContext context) =>
            {
                await _database.PassAsync();
                await context.GetSessionState().Map<int>("quantities").IncrementAsync(product);
            });
            routes.MapGet("/quantities", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Map<int>("quantities").GetAllAsync(cancellationToken));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/quantity/book", "/quantity/book", "/quantity/pen");

        var quantities = await browser.GetAsync<Dictionary<string, int>>("/quantities");
        Assert.Equal(2, quantities["book"]);
        Assert.Equal(1, quantities["pen"]);
    }

    [Fact]
    public async Task Granular_wizard_keeps_every_step()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            routes.MapPost("/name/{name}", async (string name, HttpContext context) =>
            {
                await _database.PassAsync();
                await context.GetSessionState().Value<Registration>("registration").UpdateAsync(registration => (registration ?? new()) with { Name = name });
            });
            routes.MapPost("/city/{city}", async (string city, HttpContext context) =>
            {
                await _database.PassAsync();
                await context.GetSessionState().Value<Registration>("registration").UpdateAsync(registration => (registration ?? new()) with { City = city });
            });
            routes.MapGet("/registration", (HttpContext context, CancellationToken cancellationToken) => context.GetSessionState().Value<Registration>("registration").GetAsync(cancellationToken));
        });
        using Browser browser = await app.EstablishedBrowserAsync();

        await browser.RaceAsync(_database, "/name/Ada", "/city/London");

        Assert.Equal(new Registration("Ada", "London"), await browser.GetAsync<Registration>("/registration"));
    }

    private sealed record Registration(string? Name = null, string? City = null);
}
