using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Security;

/// <summary>SESS2011: an id that is logged or sent names the user's session to whoever reads it, and opens what the app keeps under it.</summary>
public sealed class SessionIdExposed
{
    private const string Cart = "Shop.Cart";
    private const string SessionMiddleware = "Microsoft.AspNetCore.Session.DistributedSession";

    private readonly RecordedLog _log = new();
    private readonly ConcurrentDictionary<string, string> _carts = [];

    [Fact]
    public async Task Whoever_reads_the_log_opens_the_cart_that_is_kept_under_the_id()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        await user.PostAsync("/cart-logging-the-session");

        string id = Assert.Single(_log.Of(Cart));

        using Browser stranger = app.NewBrowser();
        Assert.Equal("two teapots", await stranger.GetTextAsync($"/carts/{id}"));
    }

    [Fact]
    public async Task The_URL_carries_the_id_on()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();

        using HttpResponseMessage response = await user.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/pay"));

        Assert.Equal($"/payment?session={await user.GetTextAsync("/id")}", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Requests_of_one_session_have_the_same_id_in_the_log()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();

        await user.PostAsync("/cart-logging-the-session");
        await user.PostAsync("/cart-logging-the-session");

        Assert.Equal(2, _log.Of(Cart).Count());
        Assert.Single(_log.Of(Cart).Distinct());
    }

    [Fact]
    public async Task The_id_in_the_cookies_place_opens_no_session()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        string id = await user.GetTextAsync("/id");

        using Browser stranger = app.NewBrowser();
        using HttpResponseMessage response = await stranger.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, "/id") { Headers = { { "Cookie", $"{SessionDefaults.CookieName}={id}" } } });

        Assert.NotEqual(id, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_id_of_the_request_tells_nothing_of_the_session()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();
        string id = await user.GetTextAsync("/id");

        await user.PostAsync("/cart-logging-the-request");
        await user.PostAsync("/cart-logging-the-request");

        Assert.Equal(2, _log.Of(Cart).Distinct().Count());
        Assert.DoesNotContain(_log.Of(Cart), entry => entry.Contains(id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_session_middleware_itself_logs_the_id_at_the_level_of_information()
    {
        await using SessionApp app = await StartAsync();
        using Browser user = await app.EstablishedBrowserAsync();

        string id = await user.GetTextAsync("/id");

        Assert.Contains(_log.Of(SessionMiddleware), entry => entry.StartsWith("Session started", StringComparison.Ordinal) && entry.Contains(id, StringComparison.Ordinal));
    }

    private Task<SessionApp> StartAsync() => SessionApp.StockAsync(Map, services: services => services.AddLogging(logging => logging
        .AddProvider(_log)
        .AddFilter(SessionMiddleware, LogLevel.Information)));

    private void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/id", (HttpContext context) => context.Session.Id);
        routes.MapGet("/carts/{id}", (string id) => _carts.GetValueOrDefault(id, "nothing"));
        routes.MapGet("/pay", (HttpContext context) => Results.Redirect("/payment?session=" + context.Session.Id));
        routes.MapPost("/cart-logging-the-session", (HttpContext context, ILoggerFactory loggers) =>
        {
            _carts[context.Session.Id] = "two teapots";
            loggers.CreateLogger(Cart).LogInformation("{SessionId}", context.Session.Id);
        });
        routes.MapPost("/cart-logging-the-request", (HttpContext context, ILoggerFactory loggers) =>
        {
            _carts[context.Session.Id] = "two teapots";
            loggers.CreateLogger(Cart).LogInformation("{RequestId}", context.TraceIdentifier);
        });
    }
}
