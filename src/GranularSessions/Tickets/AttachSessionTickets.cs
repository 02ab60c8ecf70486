using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace GranularSessions.Tickets;

/// <summary>Puts the session's part before the events that an app has set for its schemes, and keeps those.</summary>
internal sealed class AttachSessionTickets(SessionTickets tickets, IOptions<GranularSessionTicketOptions> ticketOptions)
    : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name is not null && ticketOptions.Value.Schemes.Contains(name))
        {
            options.Events = new SessionTicketEvents(tickets, options.Events, options.EventsType);
            options.EventsType = null;
        }
    }
}
