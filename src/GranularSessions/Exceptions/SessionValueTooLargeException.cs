namespace GranularSessions;

/// <summary>A serialised value exceeds <see cref="GranularSessionOptions.MaxValueBytes"/>. The store was not touched.</summary>
public sealed class SessionValueTooLargeException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionValueTooLargeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
