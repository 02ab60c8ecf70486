using Microsoft.Extensions.Logging;

namespace GranularSessions.Observability;

/// <summary>What is logged. Never an id, a user, a key's value or a cookie.</summary>
internal static partial class SessionLog
{
    [LoggerMessage(1, LogLevel.Error, "Session changes made after the response started could not be committed; the connection is aborted.")]
    public static partial void LateCommitFailed(this ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The session's idle deadline could not be refreshed.")]
    public static partial void RefreshFailed(this ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Warning,
        "The session cookie is Secure and the request came over http: browsers will refuse it. Use https, or set AllowHttpInDevelopment while developing.")]
    public static partial void SecureCookieOverHttp(this ILogger logger);

    [LoggerMessage(4, LogLevel.Debug, "A session cookie of an unknown form was ignored.")]
    public static partial void MalformedCookie(this ILogger logger);

    [LoggerMessage(5, LogLevel.Error, "Expired sessions could not be removed; the next round tries again.")]
    public static partial void CleanupFailed(this ILogger logger, Exception exception);

    [LoggerMessage(6, LogLevel.Debug, "Removed {Count} expired sessions.")]
    public static partial void ExpiredSessionsRemoved(this ILogger logger, int count);

    [LoggerMessage(7, LogLevel.Debug, "The request failed; its uncommitted session changes are discarded.")]
    public static partial void ChangesDiscarded(this ILogger logger);

    [LoggerMessage(8, LogLevel.Information, "An authentication ticket was rejected: the session it was issued in is not alive, or not its user's.")]
    public static partial void TicketRejected(this ILogger logger);

    [LoggerMessage(9, LogLevel.Information, "Revoked {Count} sessions.")]
    public static partial void SessionsRevoked(this ILogger logger, int count);
}
