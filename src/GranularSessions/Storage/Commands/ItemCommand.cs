namespace GranularSessions.Storage;

/// <summary>
/// A command on one item. Answers <see cref="CommandStatus.OtherKind"/> with <see cref="CommandResult.ActualKind"/> when
/// the key holds another kind. An item past its deadline is absent; its key is free for any kind.
/// </summary>
public abstract record ItemCommand : SessionCommand
{
    private protected ItemCommand(string key, ItemKind kind, TimeSpan? lifetime = null)
    {
        Key = key;
        Kind = kind;
        Lifetime = lifetime;
    }

    /// <summary>The item: 1 to 1,024 UTF-8 bytes without NUL, compared byte by byte.</summary>
    public string Key { get; }

    /// <summary>What the item must be.</summary>
    public ItemKind Kind { get; }

    /// <summary>
    /// How long the item lives, from the command that creates it, and for <see cref="ExchangeCounter"/> and
    /// <see cref="WriteValue"/> from every one that replaces it; positive, up to <see cref="TimeSpan.MaxValue"/>. Null: as
    /// long as the session.
    /// </summary>
    public TimeSpan? Lifetime { get; }
}

/// <summary>Counts an item's elements. Applied with Number: the count, 0 when absent; 1 for a counter or value.</summary>
public sealed record CountItem : ItemCommand
{
    internal CountItem(string key, ItemKind kind)
        : base(key, kind)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Removes an item. Applied, or absent.</summary>
public sealed record RemoveItem : ItemCommand
{
    internal RemoveItem(string key, ItemKind kind)
        : base(key, kind)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}
