using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3009: which places of a pipeline have the session, and what it takes to start.</summary>
public sealed class SessionMiddlewareMissing
{
    private const string NotConfigured = "Session has not been configured for this application or request.";

    [Fact]
    public async Task Without_UseSession_an_endpoint_throws() =>
        Assert.Equal(NotConfigured, await MessageAsync(static app => MapVisits(app)));

    [Fact]
    public async Task After_UseEndpoints_it_is_too_late() =>
        Assert.Equal(NotConfigured, await MessageAsync(static app =>
        {
            app.UseRouting();
            app.UseEndpoints(MapVisits);
            app.UseSession();
        }));

    [Fact]
    public async Task After_UseMvc_it_is_too_late() =>
        Assert.Equal(NotConfigured, await MessageAsync(
            static app =>
            {
                app.UseMvc();
                app.UseSession();
            },
            path: "/cached/response-cache-attribute",
            static services => services.AddMvc(static options => options.EnableEndpointRouting = false)));

    [Fact]
    public async Task After_Run_it_is_never_reached() =>
        Assert.Equal(NotConfigured, await MessageAsync(static app =>
        {
            app.Run(static context => context.Response.WriteAsync(Visit(context)));
            app.UseSession();
        }));

    [Fact]
    public async Task Middleware_before_it_throws() =>
        Assert.Equal(NotConfigured, await MessageAsync(static app =>
        {
            app.Use(static (context, next) =>
            {
                Visit(context);
                return next(context);
            });
            app.UseSession();
            MapVisits(app);
        }));

    [Fact]
    public async Task A_branch_has_it_for_itself() =>
        Assert.Equal(NotConfigured, await MessageAsync(static app =>
        {
            app.Map("/admin", static admin => admin.UseSession());
            MapVisits(app);
        }));

    [Fact]
    public async Task Without_AddSession_the_app_does_not_start()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SessionApp.WiredAsync(static services => services.AddDistributedMemoryCache(), static app => app.UseSession(), MapVisits));

        Assert.Contains("Unable to resolve service", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_cache_the_app_does_not_start()
    {
        InvalidOperationException exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            SessionApp.WiredAsync(static services => services.AddSession().AddControllers(), static app => app.UseSession(), MapVisits));

        Assert.Contains("IDistributedCache", exception.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, Action<WebApplication>> PipelinesThatWork => new()
    {
        { "before UseRouting", static app => { app.UseSession(); app.UseRouting(); MapVisits(app); } },
        { "after UseRouting", static app => { app.UseRouting(); app.UseSession(); MapVisits(app); } },
        { "after MapGet", static app => { MapVisits(app); app.UseSession(); } },
        { "UseWhen", static app => { app.UseWhen(static context => context.Request.Path == "/visits", static visits => visits.UseSession()); MapVisits(app); } },
        { "before UseEndpoints", static app => { app.UseRouting(); app.UseSession(); app.UseEndpoints(MapVisits); } },
    };

    [Theory]
    [MemberData(nameof(PipelinesThatWork))]
    public async Task The_session_is_there(string place, Action<WebApplication> pipeline)
    {
        await using SessionApp app = await SessionApp.WiredAsync(static services => services.AddDistributedMemoryCache().AddSession(), pipeline, static _ => { });
        using Browser browser = app.NewBrowser();

        string[] visits = [await browser.GetTextAsync("/visits"), await browser.GetTextAsync("/visits")];

        Assert.True(visits is ["1", "2"], place);
    }

    [Theory]
    [InlineData("AddMvc")]
    [InlineData("AddControllersWithViews")]
    [InlineData("AddRazorPages")]
    public async Task MVC_with_views_brings_a_cache(string registration)
    {
        await using SessionApp app = await SessionApp.WiredAsync(
            services => (registration switch
            {
                "AddMvc" => services.AddMvc(),
                "AddControllersWithViews" => services.AddControllersWithViews(),
                _ => services.AddRazorPages(),
            }).Services.AddSession(),
            static app => app.UseSession(),
            MapVisits);
        using Browser browser = app.NewBrowser();

        Assert.Equal("1", await browser.GetTextAsync("/visits"));
    }

    /// <summary>What the pipeline throws for a request.</summary>
    private static async Task<string> MessageAsync(Action<WebApplication> pipeline, string path = "/visits", Action<IServiceCollection>? services = null)
    {
        await using SessionApp app = await SessionApp.WiredAsync(
            collection =>
            {
                collection.AddDistributedMemoryCache().AddSession();
                services?.Invoke(collection);
            },
            pipeline,
            static _ => { });
        using Browser browser = app.NewBrowser();

        return (await Assert.ThrowsAsync<InvalidOperationException>(() => browser.GetTextAsync(path))).Message;
    }

    private static void MapVisits(IEndpointRouteBuilder routes) => routes.MapGet("/visits", static (HttpContext context) => Visit(context));

    private static string Visit(HttpContext context)
    {
        int visits = (context.Session.GetInt32("visits") ?? 0) + 1;
        context.Session.SetInt32("visits", visits);
        return $"{visits}";
    }
}
