using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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
    [InlineData("/cached/response-cache-attribute")]
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

    private static async Task<Browser> SignedInAsync(SessionApp app)
    {
        Browser user = await app.EstablishedBrowserAsync();
        await user.PostAsync("/login");
        return user;
    }

    private static Task<SessionApp> StartAsync() => SessionApp.StockAsync(
        Map,
        services: services => services.AddOutputCache().AddResponseCaching().AddControllers(),
        middleware: app => app.UseResponseCaching().UseOutputCache());

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/login", (HttpContext context) => context.Session.SetString("UserId", "alice"));
        routes.MapGet("/cache-output", User).CacheOutput();
        routes.MapGet("/output-cache-attribute", [OutputCache] (HttpContext context) => User(context));
        routes.MapGet("/not-cached", User);
        routes.MapControllers();
    }

    private static string User(HttpContext context) => context.Session.GetString("UserId") ?? "nobody";
}
