using GranularSessions.Observability;
using System.Security.Claims;
using GranularSessions.Middleware;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GranularSessions.Tickets;

/// <summary>What a sign-in, a sign-out and the validation of a ticket mean for the session.</summary>
internal sealed class SessionTickets(
    SessionFeatures sessions, IOptions<GranularSessionTicketOptions> options, ILogger<SessionTickets> logger)
{
    private const string SessionIdItem = ".GranularSession.Id";

    public async Task SigningInAsync(CookieSigningInContext context)
    {
        var state = sessions.GetOrBegin(context.HttpContext).State;
        var cancellation = context.HttpContext.RequestAborted;
        var userId = UserIdOf(context.Principal);
        if (string.IsNullOrEmpty(userId))
        {
            throw new InvalidOperationException(
                "The principal to sign in has no user id: give it a name identifier claim, or set GranularSessionTicketOptions.UserId.");
        }

        // Refreshing a sign-in passes the old ticket's properties on.
        context.Properties.Items.TryGetValue(SessionIdItem, out var ticketSessionId);
        if (ticketSessionId is not null && IsSessionOf(await state.GetInfoAsync(cancellation).ConfigureAwait(false), userId, ticketSessionId))
        {
            return;
        }

        await state.SignInAsync(userId, cancellation).ConfigureAwait(false);
        var session = await state.GetInfoAsync(cancellation).ConfigureAwait(false);
        context.Properties.Items[SessionIdItem] = session?.Id
            ?? throw new SessionEndedException("The session ended while the user was being signed in.");
    }

    public async Task SigningOutAsync(CookieSigningOutContext context)
    {
        try
        {
            await sessions.GetOrBegin(context.HttpContext).State.DestroyAsync(context.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (SessionSupersededException)
        {
            // The client's cookie opens no session any more; there is nothing of this client's left to end.
        }
    }

    public async Task ValidatePrincipalAsync(CookieValidatePrincipalContext context)
    {
        var state = sessions.GetOrBegin(context.HttpContext).State;
        var session = await state.GetInfoAsync(context.HttpContext.RequestAborted).ConfigureAwait(false);
        context.Properties.Items.TryGetValue(SessionIdItem, out var ticketSessionId);
        if (!IsSessionOf(session, UserIdOf(context.Principal), ticketSessionId))
        {
            logger.TicketRejected();
            context.RejectPrincipal();
        }
    }

    private static bool IsSessionOf(SessionInfo? session, string? userId, string? sessionId)
        => session?.UserId is not null && session.UserId == userId && session.Id == sessionId;

    private string? UserIdOf(ClaimsPrincipal? principal) => principal is null ? null : options.Value.UserId(principal);
}
