using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie whose <c>__Host-</c> or <c>__Secure-</c> name asks for flags that it does not have (SESS2007).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookiePrefixViolated() : CookieAnalyzer(SecurityDescriptors.CookiePrefixViolated)
{
    private protected override CookieProblem? Problem(Cookie cookie, AppFacts app)
        => cookie.Name is { } name && ViolationOf(cookie, app) is { } member ? new CookieProblem(member, name, Message(member)) : null;

    /// <summary>The member of the cookie's options that breaks the promise of its name, the first of them; null where none does.</summary>
    private static string? ViolationOf(Cookie cookie, AppFacts app)
    {
        // Browsers compare without regard to case (RFC 6265bis, section 5.4), since servers do.
        var isHost = cookie.Name?.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) == true;
        return !isHost && cookie.Name?.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) != true ? null
            : IsInsecure(cookie, app) ? "Secure"
            : isHost && cookie.Settings.HasDomain ? "Domain"
            : isHost && (cookie.Settings.HasNarrowPath || cookie.LosesPath) ? "Path"
            : null;
    }

    /// <summary>What an appended cookie leaves unset, the app may complete where it is not seen.</summary>
    private static bool IsInsecure(Cookie cookie, AppFacts app) => cookie is CookieAppend ? cookie.LacksSecure(app) : cookie.IsNeverSecure(app);

    private static string Message(string member) => member switch
    {
        "Secure" => "is not Secure",
        "Domain" => "has a Domain",
        _ => "has a Path other than /",
    };
}
