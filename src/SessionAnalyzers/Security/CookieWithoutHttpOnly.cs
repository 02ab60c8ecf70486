using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is not HttpOnly (SESS2005).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutHttpOnly() : CookieAnalyzer(SecurityDescriptors.CookieWithoutHttpOnly)
{
    private protected override CookieProblem? Problem(Cookie cookie, AppFacts app)
        => cookie is not CookieRegistration { Kind: CookieKind.Session } && !cookie.IsReadByScripts && cookie.LacksHttpOnly(app) ? new CookieProblem("HttpOnly", cookie.Display) : null;
}
