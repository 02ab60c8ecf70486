namespace GranularSessions.Storage;

/// <summary>What a command needs of its session.</summary>
public enum CommandEffect : byte
{
    /// <summary>Reads; a session that is not there reads as empty.</summary>
    Reads,

    /// <summary>Removes or changes what is there; creates no session.</summary>
    Changes,

    /// <summary>Writes; creates the session where there is none.</summary>
    Writes,
}
