using GranularSessions.Tests.Support;
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
}
