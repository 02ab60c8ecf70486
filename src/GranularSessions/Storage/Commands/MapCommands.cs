namespace GranularSessions.Storage;

/// <summary>Reads a field. Applied with Payload and Number: its version; or absent.</summary>
public sealed record ReadField : ItemCommand
{
    internal ReadField(string key, string field)
        : base(key, ItemKind.Map)
        => Field = field;

    /// <summary>The field: 1 to 1,024 UTF-8 bytes without NUL, compared byte by byte.</summary>
    public string Field { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Reads a map. Applied with Fields, or absent.</summary>
public sealed record ReadMap : ItemCommand
{
    internal ReadMap(string key)
        : base(key, ItemKind.Map)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>
/// Writes a field and gives it a version that it never had in this session. Applied, or not applied when the condition
/// does not hold.
/// </summary>
public sealed record WriteField : ItemCommand
{
    internal WriteField(string key, string field, byte[] payload, WriteCondition condition, TimeSpan? lifetime)
        : base(key, ItemKind.Map, lifetime)
    {
        Field = field;
        Payload = payload;
        Condition = condition;
    }

    /// <summary>The field: 1 to 1,024 UTF-8 bytes without NUL, compared byte by byte.</summary>
    public string Field { get; }

    /// <summary>The field's new value. Must not be changed.</summary>
    public byte[] Payload { get; }

    /// <summary>What must hold.</summary>
    public WriteCondition Condition { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => Condition.AllowsAbsent ? CommandEffect.Writes : CommandEffect.Changes;
}

/// <summary>Removes a field, and the map with its last one. Applied, or absent.</summary>
public sealed record RemoveField : ItemCommand
{
    internal RemoveField(string key, string field)
        : base(key, ItemKind.Map)
        => Field = field;

    /// <summary>The field: 1 to 1,024 UTF-8 bytes without NUL, compared byte by byte.</summary>
    public string Field { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>
/// Adds to a field that holds a JSON integer (an optional minus and digits, nothing else), absent ones starting at 0, and
/// gives it a new version. Not applied when the sum leaves the bounds or 64 bits;
/// <see cref="CommandStatus.NotAnInteger"/> when the field holds anything else. Number: the value after the command, 0
/// when it stays absent.
/// </summary>
public sealed record AddToField : ItemCommand
{
    internal AddToField(string key, string field, long by, long min, long max, TimeSpan? lifetime)
        : base(key, ItemKind.Map, lifetime)
    {
        Field = field;
        By = by;
        Min = min;
        Max = max;
    }

    /// <summary>The field: 1 to 1,024 UTF-8 bytes without NUL, compared byte by byte.</summary>
    public string Field { get; }

    /// <summary>What to add.</summary>
    public long By { get; }

    /// <summary>The smallest sum allowed.</summary>
    public long Min { get; }

    /// <summary>The largest sum allowed.</summary>
    public long Max { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}
