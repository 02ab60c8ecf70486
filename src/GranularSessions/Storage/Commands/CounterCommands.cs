namespace GranularSessions.Storage;

/// <summary>Reads a counter. Applied with Number: the value; or absent.</summary>
internal sealed record ReadCounter(string Key) : ItemCommand(Key, ItemKind.Counter)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>
/// Adds to a counter, absent ones starting at 0. Not applied when the sum leaves the bounds or 64 bits. Number: the
/// value after the command.
/// </summary>
internal sealed record AddToCounter(string Key, long By, long Min, long Max, TimeSpan? Lifetime) : ItemCommand(Key, ItemKind.Counter)
{
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Replaces a counter's value. Applied; Number: the previous value, HadValue: whether there was one.</summary>
internal sealed record ExchangeCounter(string Key, long Value, TimeSpan? Lifetime) : ItemCommand(Key, ItemKind.Counter)
{
    public override CommandEffect Effect => CommandEffect.Writes;
}
