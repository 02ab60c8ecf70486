using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2005: scripts see every cookie that is not HttpOnly, and that is the default.</summary>
public sealed class CookieWithoutHttpOnly
{
    [Theory]
    [InlineData("/append")]
    [InlineData("/append-with-options")]
    public async Task Scripts_read_the_cookie(string append)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = app.NewBrowser();

        await browser.PostAsync(append);

        Assert.Equal(["visitor"], browser.CookiesOfScripts);
    }

    [Fact]
    public async Task The_server_alone_reads_an_HttpOnly_cookie()
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = app.NewBrowser();

        await browser.PostAsync("/append-http-only");

        Assert.Empty(browser.CookiesOfScripts);
        Assert.Equal("42", await browser.GetTextAsync("/visitor"));
    }

    [Fact]
    public async Task Scripts_read_the_authentication_cookie_of_a_new_builder()
    {
        Assert.Equal([".Shop"], await CookiesOfScriptsAfterSignInAsync(options => options.Cookie = new CookieBuilder { Name = ".Shop" }));
        Assert.Empty(await CookiesOfScriptsAfterSignInAsync(options => options.Cookie.Name = ".Shop"));
    }

    [Fact]
    public async Task A_policy_that_makes_cookies_Secure_leaves_them_to_scripts()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            Map, middleware: pipeline => pipeline.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always }));
        using Browser browser = app.NewBrowser();

        await browser.PostAsync("/append");

        Assert.Equal(["visitor"], browser.CookiesOfScripts);
    }

    private static async Task<IEnumerable<string>> CookiesOfScriptsAfterSignInAsync(Action<CookieAuthenticationOptions> configure)
    {
        await using SessionApp app = await SessionApp.StockAsync(
            Map, services: services => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(configure));
        using Browser browser = app.NewBrowser();
        await browser.PostAsync("/sign-in");
        return [.. browser.CookiesOfScripts];
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "alice")], "password"))));
        routes.MapPost("/append", (HttpResponse response) => response.Cookies.Append("visitor", "42"));
        routes.MapPost("/append-with-options", (HttpResponse response) => response.Cookies.Append("visitor", "42", new CookieOptions()));
        routes.MapPost("/append-http-only", (HttpResponse response) => response.Cookies.Append("visitor", "42", new CookieOptions { HttpOnly = true }));
        routes.MapGet("/visitor", (HttpRequest request) => request.Cookies["visitor"]);
    }
}
