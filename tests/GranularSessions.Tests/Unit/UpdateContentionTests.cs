using GranularSessions.Sessions;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Unit;

public sealed class UpdateContentionTests
{
    [Fact]
    public async Task Updates_that_always_lose_end_in_an_exception_at_the_limit()
    {
        var attempts = 0;

        var failure = await Assert.ThrowsAsync<SessionContentionException>(() => new CompareAndSwapLoop(3, TimeProvider.System, StoreDoubles.NewTelemetry())
            .RunAsync("wizard", () => Task.FromResult(LoseAndCount()), CancellationToken.None));

        Assert.Equal(3, attempts);
        Assert.Contains("wizard", failure.Message, StringComparison.Ordinal);

        Attempt<int> LoseAndCount()
        {
            attempts++;
            return Attempt<int>.Lost;
        }
    }

    [Fact]
    public async Task A_cancelled_update_stops_between_attempts()
    {
        using var cancel = new CancellationTokenSource();
        var attempts = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new CompareAndSwapLoop(100, TimeProvider.System, StoreDoubles.NewTelemetry())
            .RunAsync("wizard", LoseAndCancelAsync, cancel.Token));

        Assert.Equal(4, attempts);

        async Task<Attempt<int>> LoseAndCancelAsync()
        {
            if (++attempts == 4)
            {
                await cancel.CancelAsync();
            }

            return Attempt<int>.Lost;
        }
    }
}
