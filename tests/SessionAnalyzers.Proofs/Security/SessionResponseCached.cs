using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OutputCaching;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2012: the caches of ASP.NET Core do not know the session, and serve one user's page to a stranger.</summary>
public sealed class SessionResponseCached
{
    [Theory]
    [InlineData("/cache-output")]
    [InlineData("/output-cache-attribute")]
    [InlineData("/output-cache-policy")]
    [InlineData("/group/cached")]
    [InlineData("/cached/response-cache-attribute")]
    [InlineData("/cached/response-cache-profile")]
    public async Task A_stranger_is_served_the_first_users_page(string page)
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await SignedInAsync(app);
        using Browser stranger = app.NewBrowser();

        string first = await user.GetTextAsync(page);
        string second = await stranger.GetTextAsync(page);

        Assert.Equal("alice", first);
        Assert.Equal("alice", second);
    }

    [Theory]
    [InlineData("/not-cached")]
    [InlineData("/group/taken-out")]
    [InlineData("/cached/by-the-browser")]
    public async Task A_page_that_is_not_cached_for_all_is_made_for_each_user(string page)
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await SignedInAsync(app);
        using Browser stranger = app.NewBrowser();

        string first = await user.GetTextAsync(page);
        string second = await stranger.GetTextAsync(page);

        Assert.Equal("alice", first);
        Assert.Equal("nobody", second);
    }

    [Fact]
    public async Task A_base_policy_caches_every_page_but_those_taken_out()
    {
        await using SessionApp app = await SessionApp.StockAsync(
            routes =>
            {
                Map(routes);
                routes.MapGet("/taken-out", User).CacheOutput(policy => policy.NoCache());
                routes.MapGet("/taken-out-by-attribute", [OutputCache(NoStore = true)] (HttpContext context) => User(context));
            },
            services: services => services.AddOutputCache(options => options.AddBasePolicy(policy => policy.Cache())).AddControllers(),
            middleware: app => app.UseOutputCache());
        using Browser user = await SignedInAsync(app);
        using Browser stranger = app.NewBrowser();

        foreach (string page in new[] { "/not-cached", "/taken-out", "/taken-out-by-attribute" })
        {
            Assert.Equal("alice", await user.GetTextAsync(page));
        }

        Assert.Equal("alice", await stranger.GetTextAsync("/not-cached"));
        Assert.Equal("nobody", await stranger.GetTextAsync("/taken-out"));
        Assert.Equal("nobody", await stranger.GetTextAsync("/taken-out-by-attribute"));
    }

    private static async Task<Browser> SignedInAsync(SessionApp app)
    {
        Browser user = await app.EstablishedBrowserAsync();
        await user.PostAsync("/login");
        return user;
    }

    private static Task<SessionApp> StartAsync() => SessionApp.StockAsync(
        Map,
        services: services => services.AddOutputCache(options => options.AddPolicy("minute", policy => policy.Expire(TimeSpan.FromMinutes(1)))).AddResponseCaching()
            .AddControllers(options => options.CacheProfiles.Add("Minute", new CacheProfile { Duration = 60 })),
        middleware: app => app.UseResponseCaching().UseOutputCache());

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login", (HttpContext context) => context.Session.SetString("UserId", "alice"));
        routes.MapGet("/cache-output", User).CacheOutput();
        routes.MapGet("/output-cache-attribute", [OutputCache] (HttpContext context) => User(context));
        routes.MapGet("/output-cache-policy", User).CacheOutput("minute");
        routes.MapGet("/not-cached", User);
        RouteGroupBuilder group = routes.MapGroup("/group").CacheOutput();
        group.MapGet("/cached", User);
        group.MapGet("/taken-out", User).CacheOutput(policy => policy.NoCache());
        routes.MapControllers();
    }

    private static string User(HttpContext context) => context.Session.GetString("UserId") ?? "nobody";
}
