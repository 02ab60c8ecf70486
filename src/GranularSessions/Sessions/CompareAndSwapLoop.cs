using GranularSessions.Observability;

namespace GranularSessions.Sessions;

/// <summary>Repeats a read and a conditional write until the write wins, with growing random pauses between.</summary>
internal sealed class CompareAndSwapLoop(int maxAttempts, TimeProvider timeProvider, SessionTelemetry telemetry)
{
    private const int AttemptsWithoutPause = 3;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(32);

    /// <param name="key">The item, for the error.</param>
    /// <param name="attempt">Reads, computes and tries to write.</param>
    /// <param name="cancellationToken">Cancels the loop between two attempts.</param>
    public async Task<TResult> RunAsync<TResult>(string key, Func<Task<Attempt<TResult>>> attempt, CancellationToken cancellationToken)
    {
        for (var made = 1; ; made++)
        {
            var outcome = await attempt().ConfigureAwait(false);
            if (outcome.IsFinal)
            {
                return outcome.Result;
            }

            telemetry.UpdateConflict();
            if (made >= maxAttempts)
            {
                throw new SessionContentionException($"The session item '{key}' was changed by others {made} times during one update.");
            }

            if (made > AttemptsWithoutPause)
            {
                await Task.Delay(PauseAfter(made), timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Full jitter: writers that collided once do not collide again in step.
    private static TimeSpan PauseAfter(int made)
    {
        var doublings = Math.Min(made - AttemptsWithoutPause, 5);
        var longest = Math.Min(ShortestPause.TotalMilliseconds * (1 << doublings), LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(ShortestPause.TotalMilliseconds + (Random.Shared.NextDouble() * (longest - ShortestPause.TotalMilliseconds)));
    }
}

internal readonly struct Attempt<TResult>
{
    private Attempt(TResult result)
    {
        IsFinal = true;
        Result = result;
    }

    public bool IsFinal { get; }

    public TResult Result { get; }

    public static Attempt<TResult> Lost => default;

    public static Attempt<TResult> Final(TResult result) => new(result);
}
