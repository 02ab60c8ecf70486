using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Tests.Support;

/// <summary>A small app on a test server, on https, with a clock that the test moves.</summary>
public sealed class SessionApp : IAsyncDisposable
{
    private static readonly Uri Origin = new("https://shop.test");
    private readonly WebApplication _app;

    private SessionApp(WebApplication app) => _app = app;

    public required ManualTimeProvider Clock { get; init; }

    public required CapturedLog Log { get; init; }

    public IServiceProvider Services => _app.Services;

    internal ObservedStore Store => (ObservedStore)_app.Services.GetRequiredService<SessionStore>();

    public static async Task<SessionApp> StartAsync(
        Action<WebApplication> map,
        Action<GranularSessionOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? before = null,
        string environment = "Production",
        bool onKestrel = false,
        string storeName = "observed")
    {
        var clock = new ManualTimeProvider();
        var log = new CapturedLog();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        if (onKestrel)
        {
            builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddGranularSessions(configure);
        builder.Services.Replace(ServiceDescriptor.Singleton<SessionStore>(
            provider => new ObservedStore(ActivatorUtilities.CreateInstance<InMemorySessionStore>(provider), storeName)));
        services?.Invoke(builder.Services);
        var app = builder.Build();
        before?.Invoke(app);
        app.UseGranularSessions();
        map(app);
        await app.StartAsync();
        return new SessionApp(app) { Clock = clock, Log = log };
    }

    public Browser NewBrowser(Uri? origin = null)
        => _app.Services.GetRequiredService<IServer>() is TestServer server
            ? new(server.CreateHandler(), origin ?? Origin)
            : new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }, new Uri(_app.Urls.Single()));

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
