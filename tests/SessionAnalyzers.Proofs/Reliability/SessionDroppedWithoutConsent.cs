using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3010: where consent is needed, the session cookie is withheld unless it is essential.</summary>
public sealed class SessionDroppedWithoutConsent
{
    [Fact]
    public async Task Before_consent_every_request_finds_an_empty_session_and_nothing_is_logged()
    {
        var log = new RecordedLog();
        await using SessionApp app = await StartAsync(static _ => { }, log: log);
        using Browser visitor = app.NewBrowser();

        Assert.Empty(await visitor.SetCookiesAsync("/start"));
        Assert.Equal("1", await visitor.GetTextAsync("/visits"));
        Assert.Equal("1", await visitor.GetTextAsync("/visits"));
        Assert.Empty(log.Of("Microsoft.AspNetCore.CookiePolicy.CookiePolicyMiddleware"));
    }

    [Fact]
    public async Task The_place_of_the_policy_in_the_pipeline_does_not_matter()
    {
        await using SessionApp app = await StartAsync(static _ => { }, policyFirst: false);
        using Browser visitor = app.NewBrowser();

        Assert.Empty(await visitor.SetCookiesAsync("/start"));
    }

    [Fact]
    public async Task After_consent_the_session_works()
    {
        await using SessionApp app = await StartAsync(static _ => { });
        using Browser visitor = app.NewBrowser();
        await visitor.PostAsync("/consent");

        Assert.Equal("1", await visitor.GetTextAsync("/visits"));
        Assert.Equal("2", await visitor.GetTextAsync("/visits"));
    }

    [Fact]
    public async Task An_essential_cookie_is_sent_without_consent()
    {
        await using SessionApp app = await StartAsync(static options => options.Cookie.IsEssential = true);
        using Browser visitor = app.NewBrowser();

        Assert.Equal("1", await visitor.GetTextAsync("/visits"));
        Assert.Equal("2", await visitor.GetTextAsync("/visits"));
    }

    private static Task<SessionApp> StartAsync(Action<SessionOptions> configure, bool policyFirst = true, RecordedLog? log = null) => SessionApp.WiredAsync(
        services =>
        {
            services.AddDistributedMemoryCache().AddSession(configure).Configure<CookiePolicyOptions>(static options => options.CheckConsentNeeded = static _ => true);
            if (log is not null)
            {
                services.AddLogging(logging => logging.AddProvider(log));
            }
        },
        app => _ = policyFirst ? app.UseCookiePolicy().UseSession() : app.UseSession().UseCookiePolicy(),
        Map);

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/consent", static (HttpContext context) => context.Features.Get<ITrackingConsentFeature>()!.GrantConsent());
        routes.MapGet("/visits", static (HttpContext context) =>
        {
            int visits = (context.Session.GetInt32("visits") ?? 0) + 1;
            context.Session.SetInt32("visits", visits);
            return visits;
        });
    }
}
