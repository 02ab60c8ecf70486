namespace GranularSessions.Storage;

/// <summary>
/// Inserts an element, then drops elements at the other end beyond the maximum length. Number: the length. With
/// <see cref="DuplicateHandling.Refuse"/> not applied when an equal element is there.
/// </summary>
public sealed record InsertIntoList : ItemCommand
{
    internal InsertIntoList(string key, byte[] payload, ListEnd end, int maxLength, DuplicateHandling duplicates, TimeSpan? lifetime)
        : base(key, ItemKind.List, lifetime)
    {
        Payload = payload;
        End = end;
        MaxLength = maxLength;
        Duplicates = duplicates;
    }

    /// <summary>The element, compared byte by byte. Must not be changed.</summary>
    public byte[] Payload { get; }

    /// <summary>Where it goes.</summary>
    public ListEnd End { get; }

    /// <summary>The most elements that the list keeps; positive.</summary>
    public int MaxLength { get; }

    /// <summary>What becomes of equal elements.</summary>
    public DuplicateHandling Duplicates { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Removes the first equal element, and the list with its last one. Applied, or absent.</summary>
public sealed record RemoveFromList : ItemCommand
{
    internal RemoveFromList(string key, byte[] payload)
        : base(key, ItemKind.List)
        => Payload = payload;

    /// <summary>The element, compared byte by byte. Must not be changed.</summary>
    public byte[] Payload { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>Reads a list in order. Applied with Payloads, or absent.</summary>
public sealed record ReadList : ItemCommand
{
    internal ReadList(string key)
        : base(key, ItemKind.List)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>An end of a list.</summary>
public enum ListEnd : byte
{
    /// <summary>Before the first element.</summary>
    First,

    /// <summary>After the last element.</summary>
    Last,
}

/// <summary>What becomes of elements equal to one that is inserted.</summary>
public enum DuplicateHandling : byte
{
    /// <summary>They stay.</summary>
    Keep,

    /// <summary>All are removed before the new one is inserted.</summary>
    Replace,

    /// <summary>Where there is one, nothing is inserted.</summary>
    Refuse,
}
