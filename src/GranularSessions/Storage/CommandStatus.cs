namespace GranularSessions.Storage;

internal enum CommandStatus : byte
{
    /// <summary>The command did what it says.</summary>
    Applied,

    /// <summary>The session is alive and the command's own condition did not hold; nothing changed.</summary>
    NotApplied,

    /// <summary>The session is alive and there is no such item or field; nothing changed.</summary>
    Absent,

    /// <summary>The key holds another kind of item; nothing changed.</summary>
    OtherKind,

    /// <summary>A field to be incremented holds no integer; nothing changed.</summary>
    NotAnInteger,

    /// <summary>There is no living session by this selector; nothing changed.</summary>
    SessionMissing,

    /// <summary>The session is alive, but this verifier or generation no longer opens it; nothing changed.</summary>
    Superseded,
}
