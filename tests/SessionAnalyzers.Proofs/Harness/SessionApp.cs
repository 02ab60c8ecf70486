using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SessionAnalyzers.Proofs.Harness;

/// <summary>An app with sessions, served in memory over https through the real middleware.</summary>
internal sealed class SessionApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SessionApp(WebApplication app) => _app = app;

    /// <summary>On ASP.NET Core's own session, with its defaults.</summary>
    /// <param name="endpoints">The endpoints under test.</param>
    /// <param name="beforeCommit">A gate that each request passes after its handler and before the session is committed; null for none.</param>
    /// <param name="services">Registers what the endpoints need besides; null for nothing.</param>
    /// <param name="middleware">Adds what stands between the session and the endpoints; null for nothing.</param>
    public static Task<SessionApp> StockAsync(
        Action<IEndpointRouteBuilder> endpoints, Gate? beforeCommit = null, Action<IServiceCollection>? services = null, Action<IApplicationBuilder>? middleware = null) =>
        StartAsync(
            collection =>
            {
                collection.AddDistributedMemoryCache().AddSession();
                services?.Invoke(collection);
            },
            app =>
            {
                app.UseSession();
                middleware?.Invoke(app);
            },
            endpoints,
            beforeCommit);

    /// <summary>On GranularSessions, with its defaults.</summary>
    /// <param name="endpoints">The endpoints under test.</param>
    /// <param name="beforeCommit">A gate that each request passes after its handler and before the session is committed; null for none.</param>
    /// <param name="services">Registers what the endpoints need besides; null for nothing.</param>
    public static Task<SessionApp> GranularAsync(Action<IEndpointRouteBuilder> endpoints, Gate? beforeCommit = null, Action<IServiceCollection>? services = null) =>
        StartAsync(
            collection =>
            {
                collection.AddGranularSessions();
                services?.Invoke(collection);
            },
            app => app.UseGranularSessions(),
            endpoints,
            beforeCommit);

    /// <summary>With nothing but what is given: for proofs about how the session is wired up.</summary>
    /// <param name="services">Registers the services.</param>
    /// <param name="pipeline">Builds the pipeline up to the endpoints.</param>
    /// <param name="endpoints">The endpoints under test.</param>
    public static Task<SessionApp> WiredAsync(Action<IServiceCollection> services, Action<WebApplication> pipeline, Action<IEndpointRouteBuilder> endpoints) =>
        StartAsync(services, pipeline, endpoints, beforeCommit: null);

    /// <summary>A visitor without cookies.</summary>
    public Browser NewBrowser() => NewBrowser(new CookieContainer());

    /// <summary>A visitor who brings cookies along.</summary>
    public Browser NewBrowser(CookieContainer cookies) => new(_app.GetTestServer(), cookies);

    /// <summary>A visitor whose session exists, so that its requests share one.</summary>
    public async Task<Browser> EstablishedBrowserAsync()
    {
        Browser browser = NewBrowser();
        await browser.PostAsync("/start");
        return browser;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<SessionApp> StartAsync(
        Action<IServiceCollection> addSession, Action<WebApplication> useSession, Action<IEndpointRouteBuilder> endpoints, Gate? beforeCommit)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer(server => server.BaseAddress = new Uri("https://localhost"));
        builder.Logging.ClearProviders();
        addSession(builder.Services);

        WebApplication app = builder.Build();
        useSession(app);
        if (beforeCommit is not null)
        {
            app.Use(async (context, next) =>
            {
                await next(context);
                await beforeCommit.PassAsync();
            });
        }

        app.MapPost("/start", (HttpContext context) => context.Session.SetString("started", "yes"));
        endpoints(app);
        await app.StartAsync();
        return new SessionApp(app);
    }
}
