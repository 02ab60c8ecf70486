namespace GranularSessions.Storage;

/// <summary>Which sessions to end. Anonymous sessions are never covered. Immutable.</summary>
public sealed class Revocation
{
    internal Revocation(string? userId, string? onlyId = null, string? exceptId = null)
    {
        UserId = userId;
        OnlyId = onlyId;
        ExceptId = exceptId;
    }

    /// <summary>Those of this user; null: of every user.</summary>
    public string? UserId { get; }

    /// <summary>Of those only the one whose <see cref="SessionSnapshot.Id"/> this is; null: all.</summary>
    public string? OnlyId { get; }

    /// <summary>Of those not the one whose <see cref="SessionSnapshot.Id"/> this is; null: all.</summary>
    public string? ExceptId { get; }

    /// <summary>Whether a session is one of them.</summary>
    /// <param name="userId">The session's user.</param>
    /// <param name="id">The session's <see cref="SessionSnapshot.Id"/>.</param>
    public bool Covers(string? userId, string id)
        => userId is not null
            && (UserId is null || UserId == userId)
            && (OnlyId is null || OnlyId == id)
            && ExceptId != id;
}
