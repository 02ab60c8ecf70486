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

    private readonly TaskCompletionSource _attackerIsIn = new(TaskCreationOptions.RunContinuationsAsynchronously);

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
    public async Task A_request_with_a_slow_body_reads_the_identity_on_the_stock_session()
    {
        await using SessionApp app = await SessionApp.StockAsync(routes =>
        {
            MapStock(routes);
            OpenRequest.Map(routes, _attackerIsIn, User);
        });
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser victim = attacker.Copy();
        OpenRequest open = await OpenRequest.SendAsync(attacker, _attackerIsIn);

        await victim.PostAsync("/login");

        Assert.Equal("alice", await open.EndAsync());
    }

    [Theory]
    [InlineData("/login-regenerating")]
    [InlineData("/login-signing-in")]
    public async Task A_request_with_a_slow_body_reads_nothing_after_the_fix(string login)
    {
        await using SessionApp app = await SessionApp.GranularAsync(routes =>
        {
            MapFixed(routes);
            OpenRequest.Map(routes, _attackerIsIn, User);
        });
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser victim = attacker.Copy();
        OpenRequest open = await OpenRequest.SendAsync(attacker, _attackerIsIn);

        await victim.PostAsync(login);

        Assert.Equal("nobody", await open.EndAsync());
        Assert.Equal("alice", await victim.GetTextAsync("/user"));
    }

    [Theory]
    [InlineData("/login-regenerating")]
    [InlineData("/login-signing-in")]
    public async Task Planted_cookie_is_refused_after_the_fix(string login)
    {
        await using SessionApp app = await SessionApp.GranularAsync(MapFixed);
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser victim = attacker.Copy();

        await victim.PostAsync(login);

        Assert.Equal("alice", await victim.GetTextAsync("/user"));
        Assert.Equal("nobody", await attacker.GetTextAsync("/user"));
    }

    private static void MapFixed(IEndpointRouteBuilder routes)
    {
        MapUser(routes);
        routes.MapPost("/login-regenerating", async (HttpContext context) =>
        {
            await context.GetSessionState().RegenerateIdAsync();
            context.Session.SetString("UserId", "alice");
        });
        routes.MapPost("/login-signing-in", async (HttpContext context) =>
        {
            await context.GetSessionState().SignInAsync("alice");
            context.Session.SetString("UserId", "alice");
        });
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
        routes.MapGet("/user", User);

    private static string User(HttpContext context) => context.Session.GetString("UserId") ?? "nobody";
}
