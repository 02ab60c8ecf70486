using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2002: signing out of authentication, or removing one key, leaves what the session holds to the next user.</summary>
public sealed class SessionNotEndedAtSignOut
{
    [Theory]
    [InlineData("/logout-of-authentication")]
    [InlineData("/logout-removing-the-user")]
    [InlineData("/logout-overwriting-the-user")]
    public async Task The_next_user_finds_the_first_ones_address(string logout)
    {
        await using SessionApp app = await SessionApp.StockAsync(MapStock, services: AddCookieAuthentication);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/login/alice");
        await browser.PostAsync("/address");

        await browser.PostAsync(logout);
        await browser.PostAsync("/login/bob");

        Assert.Equal("bob: Kiln Lane 1", await browser.GetTextAsync("/address"));
    }

    [Fact]
    public async Task Clear_leaves_nothing_to_the_next_user()
    {
        await using SessionApp app = await SessionApp.StockAsync(MapStock, services: AddCookieAuthentication);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/login/alice");
        await browser.PostAsync("/address");

        await browser.PostAsync("/logout-with-clear");
        await browser.PostAsync("/login/bob");

        Assert.Equal("bob: none", await browser.GetTextAsync("/address"));
    }

    [Fact]
    public async Task DestroyAsync_leaves_nothing_to_the_next_user_nor_to_a_copied_cookie()
    {
        await using SessionApp app = await SessionApp.GranularAsync(
            routes =>
            {
                Map(routes);
                routes.MapPost("/logout", async (HttpContext context) =>
                {
                    await context.GetSessionState().DestroyAsync();
                    await context.SignOutAsync();
                });
            },
            services: AddCookieAuthentication);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/login/alice");
        await browser.PostAsync("/address");
        using Browser thief = browser.Copy();

        await browser.PostAsync("/logout");
        await browser.PostAsync("/login/bob");

        Assert.Equal("bob: none", await browser.GetTextAsync("/address"));
        Assert.EndsWith(": none", await thief.GetTextAsync("/address"));
    }

    [Fact]
    public async Task A_request_with_a_slow_body_finds_the_address_after_the_logout_on_the_stock_session()
    {
        var isHandled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                MapStock(routes);
                OpenRequest.Map(routes, isHandled, Address);
            },
            services: AddCookieAuthentication);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/login/alice");
        await browser.PostAsync("/address");
        OpenRequest open = await OpenRequest.SendAsync(browser.Copy(), isHandled);

        await browser.PostAsync("/logout-removing-the-user");

        Assert.EndsWith(": Kiln Lane 1", await open.EndAsync());
    }

    [Fact]
    public async Task A_request_with_a_slow_body_finds_nothing_after_the_fix()
    {
        var isHandled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using SessionApp app = await SessionApp.GranularAsync(
            routes =>
            {
                Map(routes);
                routes.MapPost("/logout", (HttpContext context) => context.GetSessionState().DestroyAsync());
                OpenRequest.Map(routes, isHandled, Address);
            },
            services: AddCookieAuthentication);
        using Browser browser = await app.EstablishedBrowserAsync();
        await browser.PostAsync("/login/alice");
        await browser.PostAsync("/address");
        OpenRequest open = await OpenRequest.SendAsync(browser.Copy(), isHandled);

        await browser.PostAsync("/logout");

        Assert.EndsWith(": none", await open.EndAsync());
    }

    private static void AddCookieAuthentication(IServiceCollection services) =>
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie();

    private static void MapStock(IEndpointRouteBuilder routes)
    {
        Map(routes);
        routes.MapPost("/logout-of-authentication", (HttpContext context) => context.SignOutAsync());
        routes.MapPost("/logout-removing-the-user", (HttpContext context) => context.Session.Remove("UserId"));
        routes.MapPost("/logout-overwriting-the-user", (HttpContext context) => context.Session.SetString("UserId", ""));
        routes.MapPost("/logout-with-clear", async (HttpContext context) =>
        {
            context.Session.Clear();
            await context.SignOutAsync();
        });
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login/{user}", async (HttpContext context, string user) =>
        {
            context.Session.SetString("UserId", user);
            await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "password")));
        });
        routes.MapPost("/address", (HttpContext context) => context.Session.SetString("Address", "Kiln Lane 1"));
        routes.MapGet("/address", Address);
    }

    private static string Address(HttpContext context) => $"{context.User.Identity!.Name}: {context.Session.GetString("Address") ?? "none"}";
}
