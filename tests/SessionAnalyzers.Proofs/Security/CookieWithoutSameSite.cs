using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using SessionAnalyzers.Proofs.Harness;
using SameSiteMode = Microsoft.Net.Http.Headers.SameSiteMode;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2006: a browser keeps a cookie with SameSite=None only if it is Secure, and ASP.NET Core does not see to that.</summary>
public sealed class CookieWithoutSameSite
{
    [Theory]
    [InlineData("/append", false)]
    [InlineData("/append-secure", true)]
    public async Task A_browser_keeps_the_cookie_only_if_it_is_secure(string append, bool isKept)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = app.NewBrowser();

        string header = Assert.Single(await browser.SetCookiesAsync(append));

        var cookie = SetCookieHeaderValue.Parse(header);
        Assert.Equal(SameSiteMode.None, cookie.SameSite);
        Assert.Equal(isKept, IsKept(cookie));
    }

    [Theory]
    [InlineData("/append-plain", SameSiteMode.None)]
    [InlineData("/append-lax", SameSiteMode.Lax)]
    public async Task A_policy_with_a_minimum_of_None_gives_it_to_cookies_that_say_nothing(string append, SameSiteMode sent)
    {
        await using SessionApp app = await SessionApp.StockAsync(
            Map, middleware: pipeline => pipeline.UseCookiePolicy(new CookiePolicyOptions { MinimumSameSitePolicy = Microsoft.AspNetCore.Http.SameSiteMode.None }));
        using Browser browser = app.NewBrowser();

        string header = Assert.Single(await browser.SetCookiesAsync(append));

        var cookie = SetCookieHeaderValue.Parse(header);
        Assert.Equal(sent, cookie.SameSite);
        Assert.False(cookie.Secure);
    }

    // RFC 6265bis: a cookie with SameSite=None that is not Secure is ignored.
    private static bool IsKept(SetCookieHeaderValue cookie) => cookie.SameSite != SameSiteMode.None || cookie.Secure;

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/append", (HttpResponse response) =>
            response.Cookies.Append("visitor", "42", new CookieOptions { SameSite = Microsoft.AspNetCore.Http.SameSiteMode.None }));
        routes.MapPost("/append-plain", (HttpResponse response) => response.Cookies.Append("visitor", "42"));
        routes.MapPost("/append-lax", (HttpResponse response) =>
            response.Cookies.Append("visitor", "42", new CookieOptions { SameSite = Microsoft.AspNetCore.Http.SameSiteMode.Lax }));
        routes.MapPost("/append-secure", (HttpResponse response) =>
            response.Cookies.Append("visitor", "42", new CookieOptions { SameSite = Microsoft.AspNetCore.Http.SameSiteMode.None, Secure = true }));
    }
}
