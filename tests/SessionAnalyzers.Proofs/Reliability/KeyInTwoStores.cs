using GranularSessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3014: a granular item and a value of ISession under one key know nothing of each other.</summary>
public sealed class KeyInTwoStores
{
    [Fact]
    public async Task What_was_left_behind_reads_what_nobody_writes_any_more()
    {
        await using SessionApp app = await SessionApp.GranularAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        await user.PostAsync("/visit");
        await user.PostAsync("/visit");

        Assert.Equal("none", await user.GetTextAsync("/visits-of-ISession"));
        Assert.Equal("2", await user.GetTextAsync("/visits-of-the-counter"));
    }

    [Fact]
    public async Task A_reset_that_was_left_behind_resets_nothing()
    {
        await using SessionApp app = await SessionApp.GranularAsync(Map);
        using Browser user = await app.EstablishedBrowserAsync();

        await user.PostAsync("/visit");
        await user.PostAsync("/reset-ISession");
        Assert.Equal("1", await user.GetTextAsync("/visits-of-the-counter"));

        await user.PostAsync("/reset-the-counter");
        Assert.Equal("0", await user.GetTextAsync("/visits-of-the-counter"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/visit", (HttpContext context) => context.GetSessionState().Counter("visits").IncrementAsync());
        routes.MapPost("/reset-ISession", (HttpContext context) => context.Session.Remove("visits"));
        routes.MapPost("/reset-the-counter", (HttpContext context) => context.GetSessionState().Counter("visits").RemoveAsync());
        routes.MapGet("/visits-of-ISession", (HttpContext context) => context.Session.GetInt32("visits")?.ToString() ?? "none");
        routes.MapGet("/visits-of-the-counter", async (HttpContext context) => await context.Response.WriteAsync($"{await context.GetSessionState().Counter("visits").GetAsync()}"));
    }
}
