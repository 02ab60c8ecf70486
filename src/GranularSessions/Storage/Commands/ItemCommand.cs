namespace GranularSessions.Storage;

/// <summary>A command on one item. Answers <see cref="CommandStatus.OtherKind"/> when the key holds another kind.</summary>
internal abstract record ItemCommand(string Key, ItemKind Kind) : SessionCommand;

/// <summary>Counts an item's elements. Number: the count, 0 when absent.</summary>
internal sealed record CountItem(string Key, ItemKind Kind) : ItemCommand(Key, Kind)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Removes an item. Applied, or absent.</summary>
internal sealed record RemoveItem(string Key, ItemKind Kind) : ItemCommand(Key, Kind)
{
    public override CommandEffect Effect => CommandEffect.Changes;
}
