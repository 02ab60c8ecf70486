namespace GranularSessions;

/// <summary>A one-time token was refused: it was never issued in this session, has expired, or was consumed before.</summary>
public sealed class SessionTokenException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="outcome">Why the token was refused.</param>
    public SessionTokenException(TokenConsumption outcome)
        : base(outcome == TokenConsumption.AlreadyConsumed
            ? "The one-time token has already been consumed."
            : "The one-time token was not issued in this session, or has expired.")
    {
        Outcome = outcome;
    }

    /// <summary>Why the token was refused.</summary>
    public TokenConsumption Outcome { get; }
}
