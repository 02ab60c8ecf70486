namespace GranularSessions.Storage;

/// <summary>How long sessions live.</summary>
/// <param name="Idle">Without activity.</param>
/// <param name="Absolute">At most.</param>
/// <param name="RefreshAfter">How much of the idle window must have passed before activity is written again.</param>
internal sealed record SessionTimeouts(TimeSpan Idle, TimeSpan Absolute, TimeSpan RefreshAfter)
{
    public static SessionTimeouts From(GranularSessionOptions options)
        => new(options.IdleTimeout, options.AbsoluteTimeout, options.IdleTimeout * options.RefreshThreshold);
}
