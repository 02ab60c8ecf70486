using System.Net;
using GranularSessions.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GranularSessions.Tests.Observability;

public sealed class HealthCheckTests
{
    private static Task<SessionApp> StartAsync(HealthStatus? failureStatus = null) => SessionApp.StartAsync(
        app => app.MapHealthChecks("/health"),
        services: services => services.AddHealthChecks().AddGranularSessions(failureStatus: failureStatus));

    [Fact]
    public async Task A_store_that_answers_is_healthy_and_gets_no_session()
    {
        await using var app = await StartAsync();
        var browser = app.NewBrowser();

        Assert.Equal("Healthy", await browser.GetTextAsync("/health"));
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_store_that_fails_is_unhealthy()
    {
        await using var app = await StartAsync();
        app.Store.Failure = _ => new SessionUnavailableException("The store is down.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await app.NewBrowser().GetStatusAsync("/health"));
    }

    [Fact]
    public async Task A_store_that_takes_too_long_is_as_unhealthy_as_the_app_says()
    {
        await using var app = await StartAsync(HealthStatus.Degraded);
        var waiting = new TaskCompletionSource();
        app.Store.Gate = async (_, cancellationToken) =>
        {
            waiting.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        };

        var health = app.NewBrowser().GetTextAsync("/health");
        await waiting.Task;
        app.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal("Degraded", await health);
    }
}
