namespace GranularSessions;

/// <summary>What became of an attempt to consume a one-time token.</summary>
public enum TokenConsumption
{
    /// <summary>The token was never issued in this session, or has expired.</summary>
    Unknown,

    /// <summary>The token was valid and this call consumed it.</summary>
    Consumed,

    /// <summary>The token was issued in this session and an earlier call consumed it.</summary>
    AlreadyConsumed,
}
