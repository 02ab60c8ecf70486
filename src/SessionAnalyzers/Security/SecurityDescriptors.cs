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
        "SessionOptions.Cookie has SecurePolicy None by default, so the cookie is sent over http as well. A CookieBuilder assigned to it drops the HttpOnly that the default one has.");

    public static readonly DiagnosticDescriptor CookieWithoutSecure = RuleDescriptor.Create(
        "SESS2004",
        "Cookie is not Secure",
        "{0} is not Secure: it is sent over http as well, where anyone on the way reads it",
        Category,
        DiagnosticSeverity.Warning,
        "CookieOptions.Secure is false by default, and Append without options sets no flag at all. The builders of authentication, antiforgery and TempData are reported where SecurePolicy is set to None.");

    public static readonly DiagnosticDescriptor CookieWithoutHttpOnly = RuleDescriptor.Create(
        "SESS2005",
        "Cookie is not HttpOnly",
        "{0} is not HttpOnly: any script on the page reads it",
        Category,
        DiagnosticSeverity.Warning,
        "CookieOptions.HttpOnly is false by default, and so is that of a new CookieBuilder, unlike those it replaces. Cookies that scripts read by convention (XSRF-TOKEN, culture, consent, theme) are not reported.");

    public static readonly DiagnosticDescriptor CookieWithoutSameSite = RuleDescriptor.Create(
        "SESS2006",
        "Cookie has SameSite None without Secure",
        "{0} has SameSite=None without Secure: browsers reject it, and those that do not send it with every cross-site request",
        Category,
        DiagnosticSeverity.Warning,
        "SameSite=None is only accepted for Secure cookies. A cookie policy whose MinimumSameSitePolicy is None gives it to cookies that name no SameSite.");

    public static readonly DiagnosticDescriptor CookiePrefixViolated = RuleDescriptor.Create(
        "SESS2007",
        "Cookie prefix is violated",
        "Cookie '{0}' {1}: browsers drop it",
        Category,
        DiagnosticSeverity.Warning,
        "A cookie named __Host-… is accepted only with Secure, Path=/ and no Domain; one named __Secure-… only with Secure.");

    public static readonly DiagnosticDescriptor CredentialedCorsForAnyOrigin = RuleDescriptor.Create(
        "SESS2008",
        "Credentialed CORS for any origin",
        "Every origin may send requests with the user's cookies and read the answers: {0}",
        Category,
        DiagnosticSeverity.Warning,
        "Allowing credentials for origins that are not listed gives every web site the session of the user who visits it.");

    public static readonly DiagnosticDescriptor HardCodedSessionSecret = RuleDescriptor.Create(
        "SESS2009",
        "Secret of tokens or sign-in is hard-coded",
        "{0} is a literal in the code: whoever reads the source or the assembly has it",
        Category,
        DiagnosticSeverity.Warning,
        "A key that signs or encrypts tokens, or a password that is compared, belongs into configuration or a secret store. Whoever has the key signs in as anybody.");

    public static readonly DiagnosticDescriptor SessionLifetimeTooLong = RuleDescriptor.Create(
        "SESS2010",
        "Session lifetime is long",
        "{0} is {1}, longer than {2}",
        Category,
        DiagnosticSeverity.Info,
        "The longer a session or its cookie lives, the longer a stolen one is good. The bounds, 12 hours idle and 30 days persistent, can be set in .editorconfig.");

    public static readonly DiagnosticDescriptor SessionIdExposed = RuleDescriptor.Create(
        "SESS2011",
        "Session id is exposed",
        "The session {0} goes into {1}; {2}",
        Category,
        DiagnosticSeverity.Warning,
        "ISession.Id is a random value of its own, not the content of the cookie, so that an exposed id is less severe than an exposed cookie. It still correlates a user's requests wherever it is written, and apps use it as a key to data. The session cookie itself is the credential.");

    public static readonly DiagnosticDescriptor SessionResponseCached = RuleDescriptor.Create(
        "SESS2012",
        "Response made from the session is cached for everybody",
        "'{0}' is read here and the response is cached: one user's page is served to another",
        Category,
        DiagnosticSeverity.Warning,
        "Output caching and public response caching do not know the session: the first user's response is served to all (measured on the output cache of ASP.NET Core 10). The caching may be set on the endpoint, its group, by a named policy or profile, or by a base policy.");

    public static readonly DiagnosticDescriptor AuthorizationFromSessionValue = RuleDescriptor.Create(
        "SESS2013",
        "Access is decided by a session value",
        "Access is decided by '{0}' in the session: prefer [Authorize] with claims, which cannot be forgotten on one action and survive no sign-out elsewhere",
        Category,
        DiagnosticSeverity.Info,
        "A role or user id in the session is not bound to the authentication ticket: it outlives a sign-out, a role change and a fixation of the session, and each action has to check it by hand.");
}
