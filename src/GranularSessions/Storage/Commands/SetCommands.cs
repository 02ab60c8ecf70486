namespace GranularSessions.Storage;

/// <summary>Adds a member. Applied, or not applied when it is there.</summary>
public sealed record AddToSet : ItemCommand
{
    internal AddToSet(string key, byte[] member, TimeSpan? lifetime)
        : base(key, ItemKind.Set, lifetime)
        => Member = member;

    /// <summary>The member, compared byte by byte. Must not be changed.</summary>
    public byte[] Member { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>Removes a member, and the set with its last one. Applied, or absent.</summary>
public sealed record RemoveFromSet : ItemCommand
{
    internal RemoveFromSet(string key, byte[] member)
        : base(key, ItemKind.Set)
        => Member = member;

    /// <summary>The member, compared byte by byte. Must not be changed.</summary>
    public byte[] Member { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}

/// <summary>Looks for a member. Applied, or absent.</summary>
public sealed record FindInSet : ItemCommand
{
    internal FindInSet(string key, byte[] member)
        : base(key, ItemKind.Set)
        => Member = member;

    /// <summary>The member, compared byte by byte. Must not be changed.</summary>
    public byte[] Member { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}

/// <summary>Reads a set. Applied with Payloads, in any order; or absent.</summary>
public sealed record ReadSet : ItemCommand
{
    internal ReadSet(string key)
        : base(key, ItemKind.Set)
    {
    }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Reads;
}
