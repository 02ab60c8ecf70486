namespace GranularSessions.Storage;

/// <summary>
/// Remembers a token by its hash until its deadline. Consumed ones count until their deadline; beyond the limit the one
/// that expires first is forgotten. Applied.
/// </summary>
public sealed record IssueToken : ItemCommand
{
    internal IssueToken(string key, byte[] tokenHash, TimeSpan lifetime, int maxTokens)
        : base(key, ItemKind.Tokens)
    {
        TokenHash = tokenHash;
        TokenLifetime = lifetime;
        MaxTokens = maxTokens;
    }

    /// <summary>The token's SHA-256, 32 bytes. Must not be changed.</summary>
    public byte[] TokenHash { get; }

    /// <summary>How long the token can be consumed; positive.</summary>
    public TimeSpan TokenLifetime { get; }

    /// <summary>The most tokens remembered under the key; positive.</summary>
    public int MaxTokens { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>
/// Consumes a token. Applied once; not applied when it was consumed before, remembered until its deadline; else absent.
/// </summary>
public sealed record ConsumeToken : ItemCommand
{
    internal ConsumeToken(string key, byte[] tokenHash)
        : base(key, ItemKind.Tokens)
        => TokenHash = tokenHash;

    /// <summary>The token's SHA-256, 32 bytes. Must not be changed.</summary>
    public byte[] TokenHash { get; }

    /// <inheritdoc/>
    public override CommandEffect Effect => CommandEffect.Changes;
}
