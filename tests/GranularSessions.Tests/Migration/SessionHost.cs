using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Tests.Migration;

/// <summary>An app on a test server whose pipeline a test puts together, on the framework's session, ours, or both.</summary>
internal sealed class SessionHost : IAsyncDisposable
{
    private static readonly Uri Origin = new("https://shop.test");
    private readonly WebApplication _app;

    private SessionHost(WebApplication app) => _app = app;

    /// <summary>Starts the app on the framework's session.</summary>
    public static Task<SessionHost> StartOnStockAsync(Action<WebApplication> map) => StartAsync(app => app.UseSession(), map);

    /// <summary>Starts the app on ours.</summary>
    public static Task<SessionHost> StartOnOursAsync(Action<WebApplication> map) => StartAsync(app => app.UseGranularSessions(), map);

    public static async Task<SessionHost> StartAsync(Action<WebApplication> use, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddDistributedMemoryCache().AddSession();
        builder.Services.AddGranularSessions();
        var app = builder.Build();
        use(app);
        map(app);
        await app.StartAsync();
        return new SessionHost(app);
    }

    public Browser NewBrowser() => new(_app.GetTestServer().CreateHandler(), Origin);

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
