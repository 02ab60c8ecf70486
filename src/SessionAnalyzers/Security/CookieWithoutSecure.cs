using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is appended without Secure (SESS2004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutSecure() : CookieAppendAnalyzer(SecurityDescriptors.CookieWithoutSecure)
{
    private protected override object[]? MessageArguments(CookieAppend cookie, AppFacts app)
        => cookie.Lacks(cookie.Settings.Secure, app) ? [cookie.Display] : null;
}
