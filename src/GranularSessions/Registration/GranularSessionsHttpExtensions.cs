using GranularSessions;
using GranularSessions.Middleware;
using GranularSessions.Sessions;

namespace Microsoft.AspNetCore.Http;

/// <summary>Opens the granular session of a request.</summary>
public static class GranularSessionsHttpExtensions
{
    /// <summary>The granular session of this request.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="InvalidOperationException">The request did not pass <c>UseGranularSessions</c>.</exception>
    public static SessionState GetSessionState(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<GranularSessionFeature>()?.State
            ?? throw new InvalidOperationException(
                "This request has no granular session: call app.UseGranularSessions() before the middleware or endpoint that uses it.");
    }

    /// <summary>The granular session behind an <see cref="ISession"/>, for code that holds nothing else.</summary>
    /// <param name="session">What <see cref="HttpContext.Session"/> returned.</param>
    /// <exception cref="InvalidOperationException">It is not a session of <c>UseGranularSessions</c>.</exception>
    public static SessionState GetSessionState(this ISession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session is GranularSession granular
            ? granular.State
            : throw new InvalidOperationException(
                $"The session is a {session.GetType()}, not one of GranularSessions: use app.UseGranularSessions() in place of app.UseSession().");
    }
}
