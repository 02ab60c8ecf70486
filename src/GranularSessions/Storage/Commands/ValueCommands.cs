namespace GranularSessions.Storage;

/// <summary>Reads a value. Applied with Payload and Number: its version; or absent.</summary>
internal sealed record ReadValue(string Key) : ItemCommand(Key, ItemKind.Value)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Writes a value. Applied, or not applied when the condition does not hold.</summary>
internal sealed record WriteValue(string Key, byte[] Payload, WriteCondition Condition, TimeSpan? Lifetime)
    : ItemCommand(Key, ItemKind.Value)
{
    public override CommandEffect Effect => Condition.AllowsAbsent ? CommandEffect.Writes : CommandEffect.Changes;
}

/// <summary>
/// Removes a value and answers with it. Applied with Payload; not applied when it differs from what is expected; or
/// absent.
/// </summary>
internal sealed record TakeValue(string Key, byte[]? Expected) : ItemCommand(Key, ItemKind.Value)
{
    public override CommandEffect Effect => CommandEffect.Changes;
}
