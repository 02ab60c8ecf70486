namespace GranularSessions;

/// <summary>What a user may see of a session, as in a list of signed-in devices.</summary>
public sealed class SessionInfo
{
    internal SessionInfo()
    {
    }

    /// <summary>The session's id: random, stable over regeneration, unrelated to the cookie. The same as <c>ISession.Id</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The user given to <see cref="SessionState.SignInAsync"/>; null when the session is anonymous.</summary>
    public required string? UserId { get; init; }

    /// <summary>When the session was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// When activity was last written: up to <see cref="GranularSessionOptions.RefreshThreshold"/> of the idle timeout
    /// behind the last request.
    /// </summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>What the app has said about the client by <see cref="SessionState.SetUserAgentHintAsync"/>.</summary>
    public required string? UserAgentHint { get; init; }
}
