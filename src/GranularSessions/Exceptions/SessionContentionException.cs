namespace GranularSessions;

/// <summary>An update lost its compare-and-swap more often than <see cref="GranularSessionOptions.MaxUpdateAttempts"/> allows. Nothing was written; a retry is safe.</summary>
public sealed class SessionContentionException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionContentionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
