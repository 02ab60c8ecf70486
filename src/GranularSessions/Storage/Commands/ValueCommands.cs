namespace GranularSessions.Storage;

/// <summary>Reads a value. Applied with Payload and Number: its version; or absent.</summary>
public sealed record ReadValue : ItemCommand
{
    internal ReadValue(string key)
        : base(key, ItemKind.Value)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>
/// Writes a value and its deadline and gives it a version that it never had in this session, even when it was removed
/// meanwhile. Applied, or not applied when the condition does not hold.
/// </summary>
public sealed record WriteValue : ItemCommand
{
    internal WriteValue(string key, byte[] payload, WriteCondition condition, TimeSpan? lifetime)
        : base(key, ItemKind.Value, lifetime)
    {
        Payload = payload;
        Condition = condition;
    }

    /// <summary>The new value. Must not be changed.</summary>
    public byte[] Payload { get; }

    /// <summary>What must hold.</summary>
    public WriteCondition Condition { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => Condition.AllowsAbsent ? CommandEffect.Writes : CommandEffect.Changes;
}

/// <summary>
/// Removes a value and answers with it. Applied with Payload; not applied when it differs from what is expected; or
/// absent.
/// </summary>
public sealed record TakeValue : ItemCommand
{
    internal TakeValue(string key, byte[]? expected)
        : base(key, ItemKind.Value)
        => Expected = expected;

    /// <summary>What the value must be, compared byte by byte; null: anything. Must not be changed.</summary>
    public byte[]? Expected { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}
