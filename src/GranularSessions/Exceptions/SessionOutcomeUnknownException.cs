namespace GranularSessions;

/// <summary>The store failed after the operation was sent: it may or may not have been applied. <see cref="IsRetrySafe"/> says what a retry may do.</summary>
public sealed class SessionOutcomeUnknownException : SessionException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, without session ids.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public SessionOutcomeUnknownException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the operation may be repeated: it carries an id (<see cref="SessionState.WithOperation"/>, to be repeated
    /// with the same one), or doing it twice is the same as doing it once. Otherwise a retry may apply it twice.
    /// </summary>
    public bool IsRetrySafe { get; init; }
}
