using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is appended with SameSite=None but not Secure (SESS2006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutSameSite() : CookieAppendAnalyzer(SecurityDescriptors.CookieWithoutSameSite)
{
    private protected override object[]? MessageArguments(CookieAppend cookie, AppFacts app)
        => cookie.Settings is { SameSite: CookieSettings.Setting.Unsafe, Secure: not CookieSettings.Setting.Safe } && !app.HasCookiePolicy ? [cookie.Display] : null;
}
