using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Concurrency;

/// <summary>SESS1006: the commit at the end of a long request stores all keys as they were at its beginning.</summary>
public sealed class LongRequestWritesSession
{
    private readonly Gate _clientLeaves = new();

    [Fact]
    public async Task What_was_put_into_the_cart_meanwhile_is_gone_when_the_stream_ends()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);

        Assert.Equal("empty", await CartAfterAsync(app, "/events"));
    }

    [Theory]
    [InlineData("/events-that-read")]
    [InlineData("/events-that-commit-first")]
    public async Task A_stream_with_nothing_to_store_at_its_end_leaves_the_cart_alone(string events)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);

        Assert.Equal("book", await CartAfterAsync(app, events));
    }

    [Fact]
    public async Task On_GranularSessions_the_stream_stores_its_own_key_only()
    {
        await using SessionApp app = await SessionApp.GranularAsync(Map);

        Assert.Equal("book", await CartAfterAsync(app, "/events"));
    }

    /// <summary>Puts something into the cart while a stream is open, and looks into it when the stream has ended.</summary>
    private async Task<string> CartAfterAsync(SessionApp app, string events)
    {
        using Browser browser = await app.EstablishedBrowserAsync();
        _clientLeaves.Close();
        Task opened = _clientLeaves.NextArrivalAsync();
        Task<string> stream = browser.GetTextAsync(events);
        await opened;

        await browser.PostAsync("/buy");
        _clientLeaves.Open();
        await stream;
        return await browser.GetTextAsync("/cart");
    }

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/events", (HttpContext context) =>
        {
            context.Session.SetString("listening", "yes");
            return StreamAsync(context);
        });
        routes.MapGet("/events-that-read", (HttpContext context) =>
        {
            context.Session.GetString("listening");
            return StreamAsync(context);
        });
        routes.MapGet("/events-that-commit-first", async (HttpContext context) =>
        {
            context.Session.SetString("listening", "yes");
            await context.Session.CommitAsync();
            await StreamAsync(context);
        });
        routes.MapPost("/buy", (HttpContext context) => context.Session.SetString("cart", "book"));
        routes.MapGet("/cart", (HttpContext context) => context.Session.GetString("cart") ?? "empty");
    }

    private async Task StreamAsync(HttpContext context)
    {
        await context.Response.WriteAsync("data: hello\n\n");
        await _clientLeaves.PassAsync();
    }
}
