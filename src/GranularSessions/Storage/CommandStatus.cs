namespace GranularSessions.Storage;

/// <summary>What became of a command. The numbers may be stored.</summary>
public enum CommandStatus : byte
{
    /// <summary>The command did what it says.</summary>
    Applied = 0,

    /// <summary>The session is alive and the command's own condition did not hold; nothing changed.</summary>
    NotApplied = 1,

    /// <summary>The session is alive and there is no such item, field or record; nothing changed.</summary>
    Absent = 2,

    /// <summary>The key holds another kind of item; nothing changed.</summary>
    OtherKind = 3,

    /// <summary>A field to be incremented holds no integer; nothing changed.</summary>
    NotAnInteger = 4,

    /// <summary>There is no living session by this selector; nothing changed.</summary>
    SessionMissing = 5,

    /// <summary>The session is alive, but this verifier or generation no longer opens it; nothing changed.</summary>
    Superseded = 6,

    /// <summary>A session was to be created under a selector that is in use; nothing changed.</summary>
    SessionExists = 7,

    /// <summary>The operation's id is recorded with the hash of another command; nothing changed.</summary>
    OperationMismatch = 8,

    /// <summary>The session has <see cref="SessionOperation.MaxPerSession"/> recorded operations; nothing changed.</summary>
    OperationLimitReached = 9,

    /// <summary>The operation's id is older than <see cref="SessionOperation.Retention"/>; nothing changed.</summary>
    OperationExpired = 10,
}
