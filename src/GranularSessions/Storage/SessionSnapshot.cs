namespace GranularSessions.Storage;

/// <summary>A session's own data at one moment.</summary>
internal sealed class SessionSnapshot
{
    public required string Id { get; init; }

    public required string? UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    public required string? UserAgentHint { get; init; }

    /// <summary>The entries written through ISession; empty unless they were asked for. The arrays must not be changed.</summary>
    public required IReadOnlyDictionary<string, byte[]> Entries { get; init; }

    public SessionInfo ToInfo() => new()
    {
        Id = Id,
        UserId = UserId,
        CreatedAt = CreatedAt,
        LastSeenAt = LastSeenAt,
        UserAgentHint = UserAgentHint,
    };
}
