namespace GranularSessions.Storage;

/// <summary>A store's answer to a command. Which members are set is said by the command; the others keep their defaults.</summary>
public readonly record struct CommandResult
{
    /// <summary>Creates an answer.</summary>
    /// <param name="status">What became of the command.</param>
    public CommandResult(CommandStatus status) => Status = status;

    /// <summary>What became of the command.</summary>
    public CommandStatus Status { get; init; }

    /// <summary>
    /// The generation under which the access was accepted, or the new one after a command that raises it. Set whenever
    /// the access was accepted.
    /// </summary>
    public long Generation { get; init; }

    /// <summary>A counter's value, a count, or a version.</summary>
    public long Number { get; init; }

    /// <summary>Whether there was a value before.</summary>
    public bool HadValue { get; init; }

    /// <summary>One serialised value. The array must not be changed.</summary>
    public byte[]? Payload { get; init; }

    /// <summary>Serialised elements or members. The arrays must not be changed.</summary>
    public IReadOnlyList<byte[]>? Payloads { get; init; }

    /// <summary>A map's fields. The arrays must not be changed.</summary>
    public IReadOnlyDictionary<string, byte[]>? Fields { get; init; }

    /// <summary>The session itself.</summary>
    public SessionSnapshot? Session { get; init; }

    /// <summary>What the key holds when the status is <see cref="CommandStatus.OtherKind"/>.</summary>
    public ItemKind ActualKind { get; init; }

    /// <summary>Whether the command was not executed because its operation had been: this is the recorded result.</summary>
    public bool IsReplay { get; init; }

    /// <summary>An applied command.</summary>
    /// <param name="number">Its number.</param>
    public static CommandResult Applied(long number = 0) => new(CommandStatus.Applied) { Number = number };

    /// <summary>A command whose condition did not hold.</summary>
    /// <param name="number">Its number.</param>
    public static CommandResult NotApplied(long number = 0) => new(CommandStatus.NotApplied) { Number = number };

    /// <summary>A command that found nothing.</summary>
    public static CommandResult Absent => new(CommandStatus.Absent);

    // The synthesized text would carry ids and payloads into logs.
    /// <summary>The status alone.</summary>
    public override string ToString() => Status.ToString();
}
