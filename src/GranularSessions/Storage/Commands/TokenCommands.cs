namespace GranularSessions.Storage;

/// <summary>Remembers a token by its hash until its deadline, forgetting the one that expires first beyond the limit. Applied.</summary>
internal sealed record IssueToken(string Key, byte[] TokenHash, TimeSpan Lifetime, int MaxTokens) : ItemCommand(Key, ItemKind.Tokens)
{
    public override CommandEffect Effect => CommandEffect.Writes;
}

/// <summary>
/// Consumes a token. Applied once; not applied when it was consumed before, remembered until its deadline; else absent.
/// </summary>
internal sealed record ConsumeToken(string Key, byte[] TokenHash) : ItemCommand(Key, ItemKind.Tokens)
{
    public override CommandEffect Effect => CommandEffect.Changes;
}
