namespace GranularSessions;

/// <summary>Something that has happened to a session.</summary>
public sealed class SessionLifecycleEvent
{
    internal SessionLifecycleEvent(string sessionId, string? userId)
    {
        SessionId = sessionId;
        UserId = userId;
    }

    /// <summary>The session, as <see cref="SessionInfo.Id"/> names it. It is not the cookie's value, and still should not be logged.</summary>
    public string SessionId { get; }

    /// <summary>The session's user; null when it was anonymous.</summary>
    public string? UserId { get; }
}
