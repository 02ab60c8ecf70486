using GranularSessions.Cookies;

namespace GranularSessions.Sessions;

/// <summary>Where a session's cookie goes, and whether it still can.</summary>
internal abstract class SessionCookieSink
{
    /// <summary>Whether the response has not started yet.</summary>
    public abstract bool CanSend { get; }

    /// <exception cref="InvalidOperationException">The response has started, or the request is over.</exception>
    public void EnsureCanSend()
    {
        if (!CanSend)
        {
            throw new InvalidOperationException("The session's cookie cannot be sent after the response has started.");
        }
    }

    /// <exception cref="SessionConsentRequiredException">The cookie is not essential and the visitor has not consented.</exception>
    public abstract void EnsureConsent();

    /// <summary>Sends the cookie when the response starts, in place of one set before.</summary>
    public abstract void Issue(SessionCredential credential);

    /// <summary>Tells the client to forget its cookie, if it can still be told.</summary>
    public abstract void Expire();
}
