using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>
/// SESS2001: an attacker's session cookie, planted in the victim's browser, is signed in with the victim. Nothing that
/// ASP.NET Core's own session offers changes that.
/// </summary>
public sealed class SessionNotRegeneratedAtSignIn
{
    private const string SessionCookie = ".AspNetCore.Session";

    [Theory]
    [InlineData("/login")]
    [InlineData("/login-after-clear")]
    [InlineData("/login-after-deleting-the-cookie")]
    [InlineData("/login-after-both")]
    public async Task Planted_cookie_reads_the_identity_on_the_stock_session(string login)
    {
        await using SessionApp app = await SessionApp.StockAsync(MapStock);
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser victim = attacker.Copy();

        await victim.PostAsync(login);

        Assert.Equal("alice", await attacker.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Deleting_the_cookie_signs_the_victim_out_and_the_attacker_in()
    {
        await using SessionApp app = await SessionApp.StockAsync(MapStock);
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser victim = attacker.Copy();

        await victim.PostAsync("/login-after-both");

        Assert.Equal("nobody", await victim.GetTextAsync("/user"));
        Assert.Equal("alice", await attacker.GetTextAsync("/user"));
    }

    [Fact]
    public async Task Planted_cookie_is_refused_after_the_fix()
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            MapUser(routes);
            routes.MapPost("/login", async (HttpContext context) =>
            {
                await context.GetSessionState().RegenerateIdAsync();
                context.Session.SetString("UserId", "alice");
            });
        });
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser victim = attacker.Copy();

        await victim.PostAsync("/login");

        Assert.Equal("alice", await victim.GetTextAsync("/user"));
        Assert.Equal("nobody", await attacker.GetTextAsync("/user"));
    }

    private static void MapStock(IEndpointRouteBuilder routes)
    {
        MapUser(routes);
        routes.MapPost("/login", (HttpContext context) => context.Session.SetString("UserId", "alice"));
        routes.MapPost("/login-after-clear", (HttpContext context) =>
        {
            context.Session.Clear();
            context.Session.SetString("UserId", "alice");
        });
        routes.MapPost("/login-after-deleting-the-cookie", (HttpContext context) =>
        {
            context.Response.Cookies.Delete(SessionCookie);
            context.Session.SetString("UserId", "alice");
        });
        routes.MapPost("/login-after-both", (HttpContext context) =>
        {
            context.Session.Clear();
            context.Response.Cookies.Delete(SessionCookie);
            context.Session.SetString("UserId", "alice");
        });
    }

    private static void MapUser(IEndpointRouteBuilder routes) =>
        routes.MapGet("/user", (HttpContext context) => context.Session.GetString("UserId") ?? "nobody");
}
