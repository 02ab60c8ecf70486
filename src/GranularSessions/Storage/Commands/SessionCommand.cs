namespace GranularSessions.Storage;

/// <summary>One atomic step on one session.</summary>
internal abstract record SessionCommand
{
    /// <summary>What the command needs of the session.</summary>
    public abstract CommandEffect Effect { get; }

    // The synthesized text would carry payloads and token hashes into logs.
    public sealed override string ToString() => GetType().Name;
}

internal enum CommandEffect : byte
{
    /// <summary>Reads; a session that is not there reads as empty.</summary>
    Reads,

    /// <summary>Removes or changes what is there; creates no session.</summary>
    Changes,

    /// <summary>Writes; creates the session where there is none.</summary>
    Writes,
}
