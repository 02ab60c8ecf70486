using Microsoft.AspNetCore.Http;

namespace GranularSessions.Cookies;

/// <summary>The cookie's name and the prefixes by which browsers enforce its attributes (RFC 6265bis, section 4.1.3).</summary>
internal static class SessionCookieName
{
    private const string Unprefixed = "GranularSession";
    private const string HostPrefix = "__Host-";
    private const string SecurePrefix = "__Secure-";

    public static string Of(CookieBuilder cookie)
        => cookie.Name ?? (AllowsHostPrefix(cookie) ? HostPrefix + Unprefixed : Unprefixed);

    public static string WithoutPrefix(string name)
        => HasHostPrefix(name) ? name[HostPrefix.Length..]
            : HasSecurePrefix(name) ? name[SecurePrefix.Length..]
            : name;

    public static bool AllowsHostPrefix(CookieBuilder cookie)
        => cookie.SecurePolicy == CookieSecurePolicy.Always && cookie.Path == "/" && string.IsNullOrEmpty(cookie.Domain);

    // Browsers match the prefixes without regard to case.
    public static bool HasHostPrefix(string name) => name.StartsWith(HostPrefix, StringComparison.OrdinalIgnoreCase);

    public static bool HasSecurePrefix(string name) => name.StartsWith(SecurePrefix, StringComparison.OrdinalIgnoreCase);
}
