using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is not Secure (SESS2004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutSecure() : CookieAnalyzer(SecurityDescriptors.CookieWithoutSecure)
{
    private protected override CookieProblem? Problem(Cookie cookie, AppFacts app)
        => cookie is not CookieRegistration { Kind: CookieKind.Session } && cookie.LacksSecure(app) ? new CookieProblem("Secure", cookie.Display) : null;
}
