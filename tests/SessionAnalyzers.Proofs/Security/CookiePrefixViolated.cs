using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2007: ASP.NET Core sends a cookie that breaks its name's promise, and a browser that knows prefixes drops it.</summary>
public sealed class CookiePrefixViolated
{
    [Theory]
    [InlineData("/host-not-secure")]
    [InlineData("/host-with-a-domain")]
    [InlineData("/host-below-a-path")]
    [InlineData("/host-without-a-path")]
    [InlineData("/secure-not-secure")]
    public async Task The_response_succeeds_and_the_browser_drops_the_cookie(string append)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = app.NewBrowser();

        string header = Assert.Single(await browser.SetCookiesAsync(append));

        Assert.False(IsKept(SetCookieHeaderValue.Parse(header)));
    }

    [Theory]
    [InlineData(CookieSecurePolicy.None, false)]
    [InlineData(CookieSecurePolicy.Always, true)]
    public async Task A_prefix_alone_makes_browsers_drop_the_session(CookieSecurePolicy policy, bool isKept)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map, services: services => services.Configure<SessionOptions>(options =>
        {
            options.Cookie.Name = "__Host-shop";
            options.Cookie.SecurePolicy = policy;
        }));
        using Browser browser = app.NewBrowser();

        string header = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.Equal(isKept, IsKept(SetCookieHeaderValue.Parse(header)));
    }

    [Theory]
    [InlineData("/host")]
    [InlineData("/secure-with-a-domain-and-a-path")]
    public async Task The_browser_keeps_a_cookie_that_is_what_its_name_says(string append)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = app.NewBrowser();

        string header = Assert.Single(await browser.SetCookiesAsync(append));

        Assert.True(IsKept(SetCookieHeaderValue.Parse(header)));
    }

    // RFC 6265bis, section 4.1.3: Secure for both; for __Host- no Domain and the Path / as well.
    private static bool IsKept(SetCookieHeaderValue cookie) =>
        cookie.Name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) ? cookie.Secure && !cookie.Domain.HasValue && cookie.Path == "/"
        : !cookie.Name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) || cookie.Secure;

    private static void Map(IEndpointRouteBuilder routes)
    {
        MapAppend("/host-not-secure", "__Host-visitor", new CookieOptions());
        MapAppend("/host-with-a-domain", "__Host-visitor", new CookieOptions { Secure = true, Domain = "localhost" });
        MapAppend("/host-below-a-path", "__Host-visitor", new CookieOptions { Secure = true, Path = "/shop" });
        MapAppend("/host-without-a-path", "__Host-visitor", new CookieOptions { Secure = true, Path = null });
        MapAppend("/secure-not-secure", "__Secure-visitor", new CookieOptions());
        MapAppend("/host", "__Host-visitor", new CookieOptions { Secure = true });
        MapAppend("/secure-with-a-domain-and-a-path", "__Secure-visitor", new CookieOptions { Secure = true, Domain = "localhost", Path = "/shop" });

        void MapAppend(string path, string name, CookieOptions options) =>
            routes.MapPost(path, (HttpResponse response) => response.Cookies.Append(name, "42", options));
    }
}
