namespace GranularSessions;

/// <summary>A value cannot be written as JSON, or stored JSON cannot be read as the requested type. A failed write has not touched the store.</summary>
public sealed class SessionSerializationException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionSerializationException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
