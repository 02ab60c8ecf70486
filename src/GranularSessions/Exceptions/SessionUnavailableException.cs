namespace GranularSessions;

/// <summary>The store could not be reached and the operation was certainly not applied; a retry is safe.</summary>
public sealed class SessionUnavailableException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
