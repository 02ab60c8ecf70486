namespace GranularSessions.Storage;

/// <summary>Reads a counter. Applied with Number: the value; or absent.</summary>
public sealed record ReadCounter : ItemCommand
{
    internal ReadCounter(string key)
        : base(key, ItemKind.Counter)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>
/// Adds to a counter, absent ones starting at 0. Not applied when the sum leaves the bounds or 64 bits. Number: the
/// value after the command, 0 when it stays absent.
/// </summary>
public sealed record AddToCounter : ItemCommand
{
    internal AddToCounter(string key, long by, long min, long max, TimeSpan? lifetime)
        : base(key, ItemKind.Counter, lifetime)
    {
        By = by;
        Min = min;
        Max = max;
    }

    /// <summary>What to add.</summary>
    public long By { get; }

    /// <summary>The smallest sum allowed.</summary>
    public long Min { get; }

    /// <summary>The largest sum allowed.</summary>
    public long Max { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Replaces a counter's value and deadline. Applied; Number: the previous value, HadValue: whether there was one.</summary>
public sealed record ExchangeCounter : ItemCommand
{
    internal ExchangeCounter(string key, long value, TimeSpan? lifetime)
        : base(key, ItemKind.Counter, lifetime)
        => Value = value;

    /// <summary>The new value.</summary>
    public long Value { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}
