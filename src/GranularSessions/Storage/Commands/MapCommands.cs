namespace GranularSessions.Storage;

/// <summary>Reads a field. Applied with Payload and Number: its version; or absent.</summary>
internal sealed record ReadField(string Key, string Field) : ItemCommand(Key, ItemKind.Map)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Reads a map. Applied with Fields, or absent.</summary>
internal sealed record ReadMap(string Key) : ItemCommand(Key, ItemKind.Map)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Writes a field. Applied, or not applied when the condition does not hold.</summary>
internal sealed record WriteField(string Key, string Field, byte[] Payload, WriteCondition Condition, TimeSpan? Lifetime)
    : ItemCommand(Key, ItemKind.Map)
{
    public override CommandEffect Effect => Condition.AllowsAbsent ? CommandEffect.Writes : CommandEffect.Changes;
}

/// <summary>Removes a field, and the map with its last one. Applied, or absent.</summary>
internal sealed record RemoveField(string Key, string Field) : ItemCommand(Key, ItemKind.Map)
{
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>
/// Adds to a field that holds a JSON integer, absent ones starting at 0. Not applied when the sum leaves the bounds or
/// 64 bits. Number: the value after the command.
/// </summary>
internal sealed record AddToField(string Key, string Field, long By, long Min, long Max, TimeSpan? Lifetime)
    : ItemCommand(Key, ItemKind.Map)
{
    public override CommandEffect Effect => CommandEffect.Writes;
}
