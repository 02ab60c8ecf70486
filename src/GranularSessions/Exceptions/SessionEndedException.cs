namespace GranularSessions;

/// <summary>The session was alive earlier in this request and has since been destroyed, revoked or has expired. Nothing was read or written.</summary>
public sealed class SessionEndedException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionEndedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
