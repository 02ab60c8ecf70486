using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Security;

/// <summary>The descriptors of the SESS2xxx family.</summary>
internal static class SecurityDescriptors
{
    private const string Category = "Security";

    public static readonly DiagnosticDescriptor SessionNotRegeneratedAtSignIn = RuleDescriptor.Create(
        "SESS2001",
        "Session id is not regenerated at sign-in",
        "{0} without a new session id: whoever planted or saw the session cookie before is signed in with it; Session.Clear() does not change it",
        Category,
        DiagnosticSeverity.Warning,
        "The session cookie stays the same across a sign-in, and ASP.NET Core's session has no way to change it: Clear() keeps the cookie, the key and the id, and deleting the cookie in the same request loses what is written. An attacker who planted the cookie reads what the session then says of the user (session fixation).");

    public static readonly DiagnosticDescriptor SessionNotEndedAtSignOut = RuleDescriptor.Create(
        "SESS2002",
        "Session is not ended at sign-out",
        "The user is signed out but the session goes on with what it holds: the next user of the browser, or of the cookie, finds it",
        Category,
        DiagnosticSeverity.Warning,
        "Signing out of authentication does not touch the session, and removing or overwriting single keys leaves the others. Clear the session at sign-out, or destroy it.");

    public static readonly DiagnosticDescriptor InsecureSessionCookie = RuleDescriptor.Create(
        "SESS2003",
        "Session cookie is insecure",
        "The session cookie {0}",
        Category,
        DiagnosticSeverity.Warning,
        "SessionOptions.Cookie has SecurePolicy None by default, so the cookie is sent over http as well. A CookieBuilder assigned to it drops the HttpOnly and SameSite that the default one has.");

    public static readonly DiagnosticDescriptor CookieWithoutSecure = RuleDescriptor.Create(
        "SESS2004",
        "Cookie is not Secure",
        "{0} is not Secure: it is sent over http as well, where anyone on the way reads it",
        Category,
        DiagnosticSeverity.Warning,
        "CookieOptions.Secure is false by default, and Append without options sets no flag at all.");

    public static readonly DiagnosticDescriptor CookieWithoutHttpOnly = RuleDescriptor.Create(
        "SESS2005",
        "Cookie is not HttpOnly",
        "{0} is not HttpOnly: any script on the page reads it",
        Category,
        DiagnosticSeverity.Warning,
        "CookieOptions.HttpOnly is false by default. Cookies that scripts read by convention (XSRF-TOKEN, culture, consent, theme) are not reported.");

    public static readonly DiagnosticDescriptor CookieWithoutSameSite = RuleDescriptor.Create(
        "SESS2006",
        "Cookie has SameSite None without Secure",
        "{0} has SameSite=None without Secure: browsers reject it, and those that do not send it with every cross-site request",
        Category,
        DiagnosticSeverity.Warning,
        "SameSite=None is only accepted for Secure cookies.");
}
