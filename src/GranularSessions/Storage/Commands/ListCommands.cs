namespace GranularSessions.Storage;

/// <summary>
/// Inserts an element, then drops elements at the other end beyond the maximum length. Number: the length. With
/// <see cref="DuplicateHandling.Refuse"/> not applied when an equal element is there.
/// </summary>
internal sealed record InsertIntoList(
    string Key, byte[] Payload, ListEnd End, int MaxLength, DuplicateHandling Duplicates, TimeSpan? Lifetime)
    : ItemCommand(Key, ItemKind.List)
{
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Removes the first equal element, and the list with its last one. Applied, or absent.</summary>
internal sealed record RemoveFromList(string Key, byte[] Payload) : ItemCommand(Key, ItemKind.List)
{
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>Reads a list in order. Applied with Payloads, or absent.</summary>
internal sealed record ReadList(string Key) : ItemCommand(Key, ItemKind.List)
{
    public override CommandEffect Effect => CommandEffect.Reads;
}

internal enum ListEnd : byte
{
    First,
    Last,
}

internal enum DuplicateHandling : byte
{
    Keep,
    Replace,
    Refuse,
}
