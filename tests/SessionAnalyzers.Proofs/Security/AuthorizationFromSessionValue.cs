using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2013: a role in the session outlives the sign-out, one in the authentication ticket does not.</summary>
public sealed class AuthorizationFromSessionValue
{
    [Theory]
    [InlineData("/sales-by-session")]
    [InlineData("/sales-by-claim")]
    public async Task The_manager_opens_the_page(string page)
    {
        await using SessionApp app = await StartAsync();
        using Browser manager = await app.EstablishedBrowserAsync();

        await manager.PostAsync("/login");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(manager, page));
    }

    [Fact]
    public async Task The_role_in_the_session_opens_the_page_after_the_sign_out()
    {
        await using SessionApp app = await StartAsync();
        using Browser manager = await app.EstablishedBrowserAsync();
        await manager.PostAsync("/login");

        await manager.PostAsync("/logout");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(manager, "/sales-by-session"));
    }

    [Fact]
    public async Task The_role_in_the_ticket_does_not()
    {
        await using SessionApp app = await StartAsync();
        using Browser manager = await app.EstablishedBrowserAsync();
        await manager.PostAsync("/login");

        await manager.PostAsync("/logout");

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(manager, "/sales-by-claim"));
    }

    [Fact]
    public async Task The_role_in_the_session_opens_the_page_to_a_planted_cookie()
    {
        await using SessionApp app = await StartAsync();
        using Browser attacker = await app.EstablishedBrowserAsync();
        using Browser manager = attacker.Copy();

        await manager.PostAsync("/login");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(attacker, "/sales-by-session"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(attacker, "/sales-by-claim"));
    }

    private static Task<SessionApp> StartAsync() => SessionApp.StockAsync(Map, services: services =>
    {
        services.AddAuthorization();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options =>
            options.Events.OnRedirectToLogin = context =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            });
    });

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login", async (HttpContext context) =>
        {
            context.Session.SetString("Role", "Manager");
            await context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, "Manager")], "password")));
        });
        routes.MapPost("/logout", (HttpContext context) => context.SignOutAsync());
        routes.MapGet("/sales-by-session", (HttpContext context) =>
        {
            if (context.Session.GetString("Role") != "Manager")
            {
                return Results.Unauthorized();
            }

            return Results.Text("sales");
        });
        routes.MapGet("/sales-by-claim", [Authorize(Roles = "Manager")] () => "sales");
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser browser, string page)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, page);
        using HttpResponseMessage response = await browser.SendAsync(request);
        return response.StatusCode;
    }
}
