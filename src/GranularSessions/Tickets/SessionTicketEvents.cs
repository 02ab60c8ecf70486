using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GranularSessions.Tickets;

/// <summary>An app's cookie events with the session's part added; everything else goes to the app's own.</summary>
internal sealed class SessionTicketEvents(SessionTickets tickets, CookieAuthenticationEvents appEvents, Type? appEventsType)
    : CookieAuthenticationEvents
{
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        await tickets.ValidatePrincipalAsync(context).ConfigureAwait(false);
        if (context.Principal is not null)
        {
            await EventsOf(context.HttpContext).ValidatePrincipal(context).ConfigureAwait(false);
        }
    }

    public override async Task SigningIn(CookieSigningInContext context)
    {
        // The app's event may still change the principal.
        await EventsOf(context.HttpContext).SigningIn(context).ConfigureAwait(false);
        await tickets.SigningInAsync(context).ConfigureAwait(false);
    }

    public override async Task SigningOut(CookieSigningOutContext context)
    {
        await EventsOf(context.HttpContext).SigningOut(context).ConfigureAwait(false);
        await tickets.SigningOutAsync(context).ConfigureAwait(false);
    }

    public override Task CheckSlidingExpiration(CookieSlidingExpirationContext context)
        => EventsOf(context.HttpContext).CheckSlidingExpiration(context);

    public override Task SignedIn(CookieSignedInContext context) => EventsOf(context.HttpContext).SignedIn(context);

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
        => EventsOf(context.HttpContext).RedirectToLogin(context);

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
        => EventsOf(context.HttpContext).RedirectToAccessDenied(context);

    public override Task RedirectToLogout(RedirectContext<CookieAuthenticationOptions> context)
        => EventsOf(context.HttpContext).RedirectToLogout(context);

    public override Task RedirectToReturnUrl(RedirectContext<CookieAuthenticationOptions> context)
        => EventsOf(context.HttpContext).RedirectToReturnUrl(context);

    private CookieAuthenticationEvents EventsOf(HttpContext context)
        => appEventsType is null ? appEvents : (CookieAuthenticationEvents)context.RequestServices.GetRequiredService(appEventsType);
}
