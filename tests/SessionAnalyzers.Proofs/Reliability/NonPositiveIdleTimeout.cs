using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SessionAnalyzers.Proofs.Harness;

namespace SessionAnalyzers.Proofs.Reliability;

/// <summary>SESS3016: with a timeout that is not positive no session is stored, and no one but the log is told.</summary>
public sealed class NonPositiveIdleTimeout
{
    public static TheoryData<TimeSpan> Timeouts => [TimeSpan.Zero, TimeSpan.FromMinutes(-1), Timeout.InfiniteTimeSpan, TimeSpan.MinValue];

    [Theory]
    [MemberData(nameof(Timeouts))]
    public async Task Each_request_succeeds_and_finds_nothing_of_the_one_before(TimeSpan idleTimeout)
    {
        var log = new RecordedLog();
        await using SessionApp app = await StartAsync(idleTimeout, log);
        using Browser browser = app.NewBrowser();

        Assert.Equal("1", await browser.GetTextAsync("/visits"));
        Assert.Equal("1", await browser.GetTextAsync("/visits"));

        Assert.Equal(["Error closing the session.", "Error closing the session."], log.Of("Microsoft.AspNetCore.Session.SessionMiddleware"));
    }

    [Fact]
    public async Task With_a_positive_timeout_the_session_is_stored()
    {
        var log = new RecordedLog();
        await using SessionApp app = await StartAsync(TimeSpan.FromMinutes(1), log);
        using Browser browser = app.NewBrowser();

        Assert.Equal("1", await browser.GetTextAsync("/visits"));
        Assert.Equal("2", await browser.GetTextAsync("/visits"));

        Assert.Empty(log.Of("Microsoft.AspNetCore.Session.SessionMiddleware"));
    }

    private static Task<SessionApp> StartAsync(TimeSpan idleTimeout, RecordedLog log) => SessionApp.StockAsync(
        MapVisits,
        services: services => services
            .Configure<SessionOptions>(options => options.IdleTimeout = idleTimeout)
            .AddLogging(logging => logging.AddProvider(log)));

    private static void MapVisits(IEndpointRouteBuilder routes) => routes.MapGet("/visits", (HttpContext context) =>
    {
        int visits = (context.Session.GetInt32("visits") ?? 0) + 1;
        context.Session.SetInt32("visits", visits);
        return visits;
    });
}
