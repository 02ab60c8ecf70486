using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3001: what a wrapper reads from the session is a copy, and changing it changes nothing in the session.</summary>
public sealed class MutationNotWrittenBack
{
    [Fact]
    public async Task A_change_that_is_not_written_back_is_gone_in_the_next_request()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/fill");

        await browser.PostAsync("/add/pen");

        Assert.Equal(["book"], await browser.GetAsync<List<string>>("/cart"));
    }

    [Fact]
    public async Task A_change_that_is_written_back_stays()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/fill");

        await browser.PostAsync("/add-and-write-back/pen");

        Assert.Equal(["book", "pen"], await browser.GetAsync<List<string>>("/cart"));
    }

    [Fact]
    public async Task On_GranularSessions_the_change_is_gone_as_well()
    {
        await using SessionApp app = await SessionApp.GranularAsync(Map);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/fill");

        await browser.PostAsync("/add/pen");

        Assert.Equal(["book"], await browser.GetAsync<List<string>>("/cart"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/fill", (HttpContext context) => context.Session.SetObjectAsJson("cart", new List<string> { "book" }));
        routes.MapPost("/add/{product}", (string product, HttpContext context) => Cart(context).Add(product));
        routes.MapPost("/add-and-write-back/{product}", (string product, HttpContext context) =>
        {
            List<string> cart = Cart(context);
            cart.Add(product);
            context.Session.SetObjectAsJson("cart", cart);
        });
        routes.MapGet("/cart", Cart);
    }

    private static List<string> Cart(HttpContext context) => context.Session.GetObjectFromJson<List<string>>("cart") ?? [];
}
