namespace GranularSessions;

/// <summary>A session has to be created, its cookie is not essential, and the visitor has not consented to cookies. Nothing was written.</summary>
public sealed class SessionConsentRequiredException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionConsentRequiredException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
