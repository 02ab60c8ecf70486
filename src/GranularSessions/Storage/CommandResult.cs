namespace GranularSessions.Storage;

/// <summary>A store's answer to a command. Which members are set is said by the command.</summary>
internal readonly record struct CommandResult(CommandStatus Status)
{
    /// <summary>The generation under which the access was accepted.</summary>
    public long Generation { get; init; }

    /// <summary>A counter's value, a count, or a version.</summary>
    public long Number { get; init; }

    /// <summary>Whether there was a value before.</summary>
    public bool HadValue { get; init; }

    public byte[]? Payload { get; init; }

    public IReadOnlyList<byte[]>? Payloads { get; init; }

    public IReadOnlyDictionary<string, byte[]>? Fields { get; init; }

    public SessionSnapshot? Session { get; init; }

    /// <summary>What the key holds when the status is <see cref="CommandStatus.OtherKind"/>.</summary>
    public ItemKind ActualKind { get; init; }

    public static CommandResult Applied(long number = 0) => new(CommandStatus.Applied) { Number = number };

    public static CommandResult NotApplied(long number = 0) => new(CommandStatus.NotApplied) { Number = number };

    public static CommandResult Absent => new(CommandStatus.Absent);
}
