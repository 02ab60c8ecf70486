using StackExchange.Redis;

namespace GranularSessions.Redis;

/// <summary>Says what a failed call has done: nothing for certain, or nobody knows.</summary>
internal static class RedisFailure
{
    private const string NoScriptPrefix = "NOSCRIPT";

    // Since 2.0 clients keep commands while there is no connection; 1.2.6 has no name for it.
    private const CommandStatus WaitingInBacklog = (CommandStatus)3;

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
    /// <param name="exception">What the client threw.</param>
    /// <param name="isSynchronous">
    /// Whether it was a synchronous call, which the client may still send from its backlog after it has given up waiting.
    /// </param>
    public static SessionException OfWrite(Exception exception, bool isSynchronous)
        => IsRefusal(exception, isSynchronous)
            ? Unavailable(exception)
            : new SessionOutcomeUnknownException(
                "Redis did not answer after the command may have been sent: it may or may not have been applied.", exception);

    /// <summary>The exception for a command that at most reads: whatever happened, nothing has changed.</summary>
    public static SessionException OfRead(Exception exception) => Unavailable(exception);

    private static SessionUnavailableException Unavailable(Exception exception)
        => new("Redis could not be reached, or refused the command: nothing was changed.", exception);

    private static bool IsRefusal(Exception exception, bool isSynchronous) => exception switch
    {
        // CommandStatus.WaitingToBeSent proves nothing: the client notes that it has sent a command after it has.
        RedisConnectionException { CommandStatus: WaitingInBacklog } or RedisTimeoutException { Commandstatus: WaitingInBacklog } => !isSynchronous,
        RedisConnectionException { CommandStatus: CommandStatus.Sent } => false,
        RedisConnectionException { FailureType: ConnectionFailureType.UnableToResolvePhysicalConnection } => true,
        RedisServerException => RefusalPrefixes.Any(prefix => HasPrefix(exception.Message, prefix)),

        // The client itself refuses, before it writes anything.
        RedisCommandException or ObjectDisposedException => true,
        _ => false,
    };

    private static bool HasPrefix(string message, string prefix)
        => message.StartsWith(prefix, StringComparison.Ordinal)
            && (message.Length == prefix.Length || message[prefix.Length] == ' ');
}
