using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3015: the middleware takes the options it is given and none of those that are registered.</summary>
public sealed class UseSessionOptionsIgnored
{
    [Fact]
    public async Task Options_of_UseSession_replace_those_of_AddSession()
    {
        await using SessionApp app = await StartAsync(pipeline => pipeline.UseSession(new SessionOptions { IdleTimeout = TimeSpan.FromMinutes(5) }));
        using Browser browser = app.NewBrowser();

        string setCookie = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.StartsWith(".AspNetCore.Session=", setCookie);
        Assert.DoesNotContain("secure", setCookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_bare_UseSession_takes_those_of_AddSession()
    {
        await using SessionApp app = await StartAsync(static pipeline => pipeline.UseSession());
        using Browser browser = app.NewBrowser();

        string setCookie = Assert.Single(await browser.SetCookiesAsync("/start"));

        Assert.StartsWith(".Shop=", setCookie);
        Assert.Contains("secure", setCookie, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<SessionApp> StartAsync(Action<IApplicationBuilder> pipeline) => SessionApp.WiredAsync(
        services => services
            .AddDistributedMemoryCache()
            .AddSession(options => options.Cookie.Name = ".Shop")
            .Configure<SessionOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.Always),
        pipeline,
        static _ => { });
}
