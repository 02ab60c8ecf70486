using GranularSessions.Middleware;
using GranularSessions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Tests.Unit;

public sealed class CleanupTests
{
    [Fact]
    public async Task Expired_sessions_leave_memory_without_being_asked_for()
    {
        await using var app = await SessionApp.StartAsync(app => app.Act("/visit", (_, state) => state.Counter("visits").IncrementAsync()));
        for (var n = 0; n < 10; n++)
        {
            await app.NewBrowser().GetTextAsync("/visit");
        }

        await app.Clock.FirstTimer;
        app.Clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(0, await app.Store.RemoveExpiredAsync(100, CancellationToken.None));
        Assert.Contains(app.Log.At(LogLevel.Debug), entry => entry.Contains("Removed 10 expired sessions", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_fails_while_the_host_stops_does_not_fail_the_host()
    {
        await using var app = await SessionApp.StartAsync(_ => { });
        var cleanup = app.Services.GetServices<IHostedService>().OfType<ExpiredSessionCleanup>().Single();
        var begun = new TaskCompletionSource();
        app.Store.CleanupGate = async cancellationToken =>
        {
            var stopped = new TaskCompletionSource();
            await using var registration = cancellationToken.Register(stopped.SetResult);
            begun.SetResult();
            await stopped.Task;
            throw new SessionUnavailableException("The store is down.");
        };
        await app.Clock.FirstTimer;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await begun.Task;

        await cleanup.StopAsync(TestContext.Current.CancellationToken);

        Assert.True(cleanup.ExecuteTask?.IsCompletedSuccessfully);
        Assert.Contains(app.Log.At(LogLevel.Error), entry => entry.Contains("Expired sessions could not be removed", StringComparison.Ordinal));
    }
}
