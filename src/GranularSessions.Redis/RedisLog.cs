using Microsoft.Extensions.Logging;

namespace GranularSessions.Redis;

/// <summary>What is logged. Never an id, a selector or a key.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(1, LogLevel.Warning,
        "A session's leftovers could not be removed from Redis. They cannot be reached any more and go when the keys expire.")]
    public static partial void LeftoversRemain(this ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Warning,
        "A new session could not be entered into the clean-up's schedule. If it ends earlier, Redis frees it at its absolute deadline.")]
    public static partial void NotScheduled(this ILogger logger, Exception exception);
}
