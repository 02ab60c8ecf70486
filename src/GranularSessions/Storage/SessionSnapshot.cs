namespace GranularSessions.Storage;

/// <summary>A session's own data at one moment. Immutable.</summary>
public sealed class SessionSnapshot
{
    /// <summary>The id that applications see.</summary>
    public required string Id { get; init; }

    /// <summary>The user that the session is bound to; null when it is anonymous.</summary>
    public required string? UserId { get; init; }

    /// <summary>When the session was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When activity was last written.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>What <see cref="SetUserAgentHint"/> said last.</summary>
    public required string? UserAgentHint { get; init; }

    /// <summary>The entries written through ISession; empty unless they were asked for. The arrays must not be changed.</summary>
    public required IReadOnlyDictionary<string, byte[]> Entries { get; init; }

    internal SessionInfo ToInfo() => new()
    {
        Id = Id,
        UserId = UserId,
        CreatedAt = CreatedAt,
        LastSeenAt = LastSeenAt,
        UserAgentHint = UserAgentHint,
    };
}
