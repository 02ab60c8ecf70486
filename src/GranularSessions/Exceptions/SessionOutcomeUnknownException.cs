namespace GranularSessions;

/// <summary>The store failed after the operation was sent: it may or may not have been applied, and a retry may apply it twice.</summary>
public sealed class SessionOutcomeUnknownException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionOutcomeUnknownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
