namespace GranularSessions.Storage;

/// <summary>Adds a member. Applied, or not applied when it is there.</summary>
internal sealed record AddToSet(string Key, byte[] Member, TimeSpan? Lifetime) : ItemCommand(Key, ItemKind.Set)
{
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Removes a member, and the set with its last one. Applied, or absent.</summary>
internal sealed record RemoveFromSet(string Key, byte[] Member) : ItemCommand(Key, ItemKind.Set)
{
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>Looks for a member. Applied, or absent.</summary>
internal sealed record FindInSet(string Key, byte[] Member) : ItemCommand(Key, ItemKind.Set)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Reads a set. Applied with Payloads, or absent.</summary>
internal sealed record ReadSet(string Key) : ItemCommand(Key, ItemKind.Set)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}
