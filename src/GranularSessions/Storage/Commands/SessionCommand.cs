namespace GranularSessions.Storage;

/// <summary>One atomic step on one session. Immutable. More commands may come with later versions.</summary>
public abstract record SessionCommand
{
    private protected SessionCommand()
    {
    }

    /// <summary>What the command needs of the session.</summary>
    public abstract CommandEffect Effect { get; }

    /// <summary>The operation that makes this command be executed once; null: it is executed whenever it is sent.</summary>
    public SessionOperation? Operation { get; internal init; }

    // The synthesized text would carry payloads and token hashes into logs.
    /// <summary>The command's name.</summary>
    public sealed override string ToString() => GetType().Name;
}
