using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2003: the session cookie's defaults, and what becomes of them when its builder is replaced.</summary>
public sealed class InsecureSessionCookie
{
    private const string SessionCookie = ".AspNetCore.Session";

    [Fact]
    public async Task The_default_cookie_is_sent_over_http_although_it_was_set_over_https()
    {
        await using SessionApp app = await SessionApp.StockAsync(MapCookies);
        using Browser browser = app.NewBrowser();

        string setCookie = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.DoesNotContain("secure", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(SessionCookie, await browser.GetTextAsync("http://localhost/cookies"));
    }

    [Fact]
    public async Task A_cookie_with_SecurePolicy_Always_is_sent_over_https_only()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            MapCookies, services: services => services.Configure<SessionOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always));
        using Browser browser = app.NewBrowser();

        string setCookie = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.Contains("secure", setCookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", await browser.GetTextAsync("http://localhost/cookies"));
        Assert.Equal(SessionCookie, await browser.GetTextAsync("/cookies"));
    }

    [Fact]
    public async Task Scripts_read_the_cookie_of_a_new_builder()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            MapCookies, services: services => services.Configure<SessionOptions>(options => options.Cookie = new CookieBuilder { Name = ".Shop" }));
        using Browser browser = await app.EstablishedBrowserAsync();

        Assert.Equal([".Shop"], browser.CookiesOfScripts);
    }

    [Fact]
    public async Task Scripts_do_not_read_an_HttpOnly_cookie()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            MapCookies, services: services => services.Configure<SessionOptions>(options => options.Cookie = new CookieBuilder { Name = ".Shop", HttpOnly = true }));
        using Browser browser = await app.EstablishedBrowserAsync();

        Assert.Empty(browser.CookiesOfScripts);
    }

    [Fact]
    public async Task The_cookie_policy_covers_the_session_cookie_although_it_comes_after_UseSession()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            MapCookies, middleware: pipeline => pipeline.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always }));
        using Browser browser = app.NewBrowser();

        string setCookie = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.Contains("secure", setCookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(SameSiteMode.None, "samesite=none")]
    [InlineData(SameSiteMode.Lax, "samesite=lax")]
    public async Task The_browser_is_told_which_sites_may_send_the_cookie(SameSiteMode mode, string attribute)
    {
        await using SessionApp app = await SessionApp.StockAsync(
            MapCookies, services: services => services.Configure<SessionOptions>(options => options.Cookie.SameSite = mode));
        using Browser browser = app.NewBrowser();

        string setCookie = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.Contains(attribute, setCookie, StringComparison.OrdinalIgnoreCase);
    }

    private static void MapCookies(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cookies", (HttpContext context) => string.Join(' ', context.Request.Cookies.Keys));
}
