using System.Security.Claims;

namespace GranularSessions;

/// <summary>Which authentication tickets are tied to sessions, and how.</summary>
public class GranularSessionTicketOptions
{
    /// <summary>
    /// The cookie authentication schemes that sign a user in to the app: by default <c>Cookies</c> and
    /// <c>Identity.Application</c>. Schemes of intermediate steps, such as Identity's external and two-factor cookies,
    /// do not belong here.
    /// </summary>
    public ISet<string> Schemes { get; } = new HashSet<string>(StringComparer.Ordinal) { "Cookies", "Identity.Application" };

    /// <summary>
    /// Takes the user's id from a principal: by default the name identifier, else <c>sub</c>. A sign-in for which it
    /// returns null or an empty text fails.
    /// </summary>
    public Func<ClaimsPrincipal, string?> UserId { get; set; }
        = principal => principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? principal.FindFirstValue("sub");
}
