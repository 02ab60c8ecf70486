namespace GranularSessions.Storage;

/// <summary>Which sessions to end.</summary>
/// <param name="UserId">Those of this user; null: of every user, but no anonymous ones.</param>
/// <param name="OnlyId">Only the one with this id.</param>
/// <param name="ExceptId">Not the one with this id.</param>
internal sealed record Revocation(string? UserId, string? OnlyId = null, string? ExceptId = null)
{
    public bool Covers(string? userId, string id)
        => userId is not null
            && (UserId is null || UserId == userId)
            && (OnlyId is null || OnlyId == id)
            && ExceptId != id;

    // The synthesized text would carry the ids into logs.
    public override string ToString() => nameof(Revocation);
}
