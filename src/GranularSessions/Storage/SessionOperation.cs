namespace GranularSessions.Storage;

/// <summary>
/// Makes a command be executed once, however often it is sent: carried by a command whose caller gave it an id. Immutable.
/// </summary>
/// <remarks>
/// In the command's one atomic step, once the session is known to be alive and the access is accepted, in this order:
/// <list type="number">
/// <item>From <see cref="ExpiresAt"/> on the answer is <see cref="CommandStatus.OperationExpired"/>. The session's records
/// whose own <see cref="ExpiresAt"/> has come count as gone and are dropped at some time.</item>
/// <item>If the id is recorded in this session: with the same <see cref="CommandHash"/> the answer is the recorded result
/// with <see cref="CommandResult.IsReplay"/> and the generation of this access, with another one it is
/// <see cref="CommandStatus.OperationMismatch"/>.</item>
/// <item><see cref="ReadOperation"/> answers <see cref="CommandStatus.Absent"/>. For other commands, if the session has
/// <see cref="MaxPerSession"/> records the answer is <see cref="CommandStatus.OperationLimitReached"/>; none is evicted.</item>
/// <item>Otherwise the command runs. If it is applied, id, hash and result are recorded until <see cref="ExpiresAt"/>; if
/// not, nothing is, so that the same id may be tried again.</item>
/// </list>
/// Of a result are recorded <see cref="CommandResult.Status"/>, <see cref="CommandResult.Number"/>,
/// <see cref="CommandResult.HadValue"/> and <see cref="CommandResult.Payload"/> (see <see cref="KeepsPayload"/>); only an
/// <see cref="ItemCommand"/> or a <see cref="ReadOperation"/> carries an operation. <see cref="CommandResultCodec"/> writes
/// them as bytes for stores that want it. Records live and die with the session; regenerating the id and emptying the session keep
/// them, a sign-in that empties the session for another user removes them.
/// </remarks>
public sealed class SessionOperation
{
    internal SessionOperation(SessionOperationId id, byte[] commandHash, bool keepsPayload)
    {
        Id = id;
        CommandHash = commandHash;
        KeepsPayload = keepsPayload;
    }

    /// <summary>How long after its creation an id is accepted, and its record kept: 10 minutes.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The most records that a session has at a time: 256.</summary>
    public const int MaxPerSession = 256;

    /// <summary>The id that the caller gave.</summary>
    public SessionOperationId Id { get; }

    /// <summary>The SHA-256 of what the caller asked for, 32 bytes. Must not be changed.</summary>
    public byte[] CommandHash { get; }

    /// <summary>
    /// Whether an applied <see cref="WriteValue"/> or <see cref="WriteField"/> is recorded with the payload it wrote as the
    /// result's <see cref="CommandResult.Payload"/>, because a replay has to answer with it.
    /// </summary>
    public bool KeepsPayload { get; }

    /// <summary>When the id stops being accepted: <see cref="Retention"/> after its creation.</summary>
    public DateTimeOffset ExpiresAt => InMemory.Deadline.After(Id.CreatedAt, Retention);
}
