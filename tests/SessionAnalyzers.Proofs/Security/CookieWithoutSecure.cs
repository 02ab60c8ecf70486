using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2004: a cookie that is set over https and not Secure crosses the network in the clear with the next http request.</summary>
public sealed class CookieWithoutSecure
{
    [Theory]
    [InlineData("/append", "visitor")]
    [InlineData("/append-with-options", "visitor")]
    [InlineData("/append-secure", "")]
    public async Task Only_a_secure_cookie_stays_on_https(string append, string sentOverHttp)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map);
        using Browser browser = app.NewBrowser();

        await browser.PostAsync(append);

        Assert.Equal(sentOverHttp, await browser.GetTextAsync("http://localhost/cookies"));
        Assert.Equal("visitor", await browser.GetTextAsync("/cookies"));
    }

    [Theory]
    [InlineData(CookieSecurePolicy.None, ".AspNetCore.Cookies")]
    [InlineData(CookieSecurePolicy.SameAsRequest, "")]
    public async Task The_cookie_of_a_sign_in_over_https_stays_there_unless_SecurePolicy_is_None(CookieSecurePolicy policy, string sentOverHttp)
    {
        await using SessionApp app = await SessionApp.StockAsync(Map, services: services => services
            .AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(options => options.Cookie.SecurePolicy = policy));
        using Browser browser = app.NewBrowser();

        await browser.PostAsync("/sign-in");

        Assert.Equal(sentOverHttp, await browser.GetTextAsync("http://localhost/cookies"));
        Assert.Equal(".AspNetCore.Cookies", await browser.GetTextAsync("/cookies"));
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "alice")], "password"))));
        routes.MapPost("/append", (HttpResponse response) => response.Cookies.Append("visitor", "42"));
        routes.MapPost("/append-with-options", (HttpResponse response) => response.Cookies.Append("visitor", "42", new CookieOptions()));
        routes.MapPost("/append-secure", (HttpResponse response) => response.Cookies.Append("visitor", "42", new CookieOptions { Secure = true }));
        routes.MapGet("/cookies", (HttpRequest request) => string.Join(' ', request.Cookies.Keys));
    }
}
