namespace GranularSessions.Sessions;

/// <summary>Tokens that are cancelled when the time of calls that begin now is over. Thread-safe.</summary>
/// <remarks>
/// Calls that begin within a hundredth of that time share a token and end together, none later than it should: a timer for each
/// call cost more than the rest of our share in it.
/// </remarks>
internal sealed class CallDeadlines(TimeSpan timeout, TimeProvider timeProvider)
{
    private readonly TimeSpan _share = timeout / 100;
    private Deadline? _latest;

    /// <summary>The token of a call that begins now.</summary>
    public CancellationToken Next()
    {
        var latest = Volatile.Read(ref _latest);
        return latest is not null && timeProvider.GetElapsedTime(latest.BeganAt) < _share ? latest.Token : Begin();
    }

    private CancellationToken Begin()
    {
        // Racing callers make one each, of which the last stays: all are right. Its timer keeps it alive until it has fired.
        var beganAt = timeProvider.GetTimestamp();
        var next = new Deadline(beganAt, new CancellationTokenSource(timeout, timeProvider).Token);
        Volatile.Write(ref _latest, next);
        return next.Token;
    }

    private sealed record Deadline(long BeganAt, CancellationToken Token);
}
