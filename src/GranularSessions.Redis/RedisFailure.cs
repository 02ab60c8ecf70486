using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Says what a failed call has done: nothing for certain, or nobody knows.</summary>
internal static class RedisFailure
{
    private const string NoScriptPrefix = "NOSCRIPT";

    // A server answers so before a script runs, or at its first write: it has changed nothing.
    private static readonly string[] RefusalPrefixes =
    [
        NoScriptPrefix, "OOM", "READONLY", "LOADING", "CLUSTERDOWN", "MASTERDOWN", "MISCONF", "NOREPLICAS", "BUSY", "TRYAGAIN",
        "CROSSSLOT", "MOVED", "ASK", "NOAUTH", "NOPERM", "WRONGPASS",
    ];

    public static bool IsScriptUnknown(Exception exception)
        => exception is RedisServerException && HasPrefix(exception.Message, NoScriptPrefix);

    /// <summary>Whether the exception is one that the client reports a failed call by.</summary>
    public static bool IsFailure(Exception exception)
        => exception is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException or OperationCanceledException;

    /// <summary>The exception for a command that may have written.</summary>
    public static SessionException OfWrite(Exception exception)
        => IsRefusal(exception)
            ? Unavailable(exception)
            : new SessionOutcomeUnknownException(
                "Redis did not answer after the command may have been sent: it may or may not have been applied.", exception);

    /// <summary>The exception for a command that at most reads: whatever happened, nothing has changed.</summary>
    public static SessionException OfRead(Exception exception) => Unavailable(exception);

    private static SessionUnavailableException Unavailable(Exception exception)
        => new("Redis could not be reached, or refused the command: nothing was changed.", exception);

    private static bool IsRefusal(Exception exception) => exception switch
    {
        RedisConnectionException connection
            => connection.FailureType is ConnectionFailureType.UnableToResolvePhysicalConnection or ConnectionFailureType.UnableToConnect,
        RedisServerException => RefusalPrefixes.Any(prefix => HasPrefix(exception.Message, prefix)),

        // The client itself refuses, before it writes anything.
        RedisCommandException or ObjectDisposedException => true,
        _ => false,
    };

    private static bool HasPrefix(string message, string prefix)
        => message.StartsWith(prefix, StringComparison.Ordinal)
            && (message.Length == prefix.Length || message[prefix.Length] == ' ');
}
