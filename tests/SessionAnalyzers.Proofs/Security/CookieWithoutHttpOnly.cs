using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/append", (HttpResponse response) => response.Cookies.Append("visitor", "42"));
        routes.MapPost("/append-with-options", (HttpResponse response) => response.Cookies.Append("visitor", "42", new CookieOptions()));
        routes.MapPost("/append-http-only", (HttpResponse response) => response.Cookies.Append("visitor", "42", new CookieOptions { HttpOnly = true }));
        routes.MapGet("/visitor", (HttpRequest request) => request.Cookies["visitor"]);
    }
}
