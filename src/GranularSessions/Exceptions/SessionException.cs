namespace GranularSessions;

/// <summary>The base of every exception that a session operation raises about the session itself.</summary>
public abstract class SessionException : Exception
{
    private protected SessionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
