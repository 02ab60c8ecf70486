namespace GranularSessions.Redis;

/// <summary>How one call is waited for.</summary>
/// <param name="IsSynchronous">Whether the calling thread waits.</param>
/// <param name="Timeout">How long.</param>
/// <param name="CancellationToken">What else ends the waiting; never set for a synchronous call.</param>
internal readonly record struct CallMode(bool IsSynchronous, TimeSpan Timeout, CancellationToken CancellationToken)
{
    private static readonly TimeSpan LongestFollowUp = TimeSpan.FromSeconds(5);

    /// <summary>The caller's token alone says when the time is over.</summary>
    public static CallMode Asynchronous(CancellationToken cancellationToken) => new(false, System.Threading.Timeout.InfiniteTimeSpan, cancellationToken);

    public static CallMode Synchronous(TimeSpan timeout) => new(true, timeout, CancellationToken.None);

    /// <summary>For what tidies up behind a command that has taken effect: cancelling the command no longer concerns it.</summary>
    public CallMode FollowUp => new(IsSynchronous, LongestFollowUp, CancellationToken.None);
}
