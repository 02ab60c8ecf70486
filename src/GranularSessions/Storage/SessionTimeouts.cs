namespace GranularSessions.Storage;

/// <summary>How long a store lets sessions live. Immutable.</summary>
public sealed class SessionTimeouts
{
    /// <summary>Takes the lifetimes from the app's options.</summary>
    /// <param name="options">Validated options.</param>
    public SessionTimeouts(GranularSessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Idle = options.IdleTimeout;
        Absolute = options.AbsoluteTimeout;
        RefreshAfter = options.IdleTimeout * options.RefreshThreshold;
    }

    /// <summary>How long a session lives after the activity written last.</summary>
    public TimeSpan Idle { get; }

    /// <summary>How long a session lives at most after its creation or last sign-in.</summary>
    public TimeSpan Absolute { get; }

    /// <summary>How much time must have passed since the activity written last before activity is written again.</summary>
    public TimeSpan RefreshAfter { get; }
}
