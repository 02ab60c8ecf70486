namespace GranularSessions;

/// <summary>
/// Hears of what happens to sessions, after it has taken effect in the store, in the request or call that did it.
/// Register it by <c>AddGranularSessions().AddLifecycleObserver&lt;T&gt;()</c>; it is a singleton and must be thread-safe. What it throws
/// reaches the caller when every observer has been told, in an <see cref="AggregateException"/> if it is more than one
/// exception, and does not undo the effect. Sessions that merely expire are not observed.
/// </summary>
public abstract class SessionLifecycleObserver
{
    /// <summary>A user was bound to a session and its id was regenerated.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">The operation's token.</param>
    public virtual Task SignedInAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A session's id was regenerated without a sign-in.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">The operation's token.</param>
    public virtual Task IdRegeneratedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A session was destroyed by one of its own requests.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">The operation's token.</param>
    public virtual Task DestroyedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>A session was ended through the <see cref="SessionRegistry"/>, by a call that succeeded.</summary>
    /// <param name="session">The session.</param>
    /// <param name="cancellationToken">The operation's token.</param>
    public virtual Task RevokedAsync(SessionLifecycleEvent session, CancellationToken cancellationToken) => Task.CompletedTask;
}
