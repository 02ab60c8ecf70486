using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that has SameSite=None but is not Secure (SESS2006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutSameSite() : CookieAnalyzer(SecurityDescriptors.CookieWithoutSameSite)
{
    private protected override CookieProblem? Problem(Cookie cookie, AppFacts app)
        => cookie is not CookieRegistration { Kind: CookieKind.Session } && cookie.IsCrossSite(app) && cookie.IsNeverSecure(app)
            ? new CookieProblem("Secure", cookie.IsCrossSiteByPolicy(app) ? cookie.Display + ", by the MinimumSameSitePolicy of the cookie policy," : cookie.Display)
            : null;
}
