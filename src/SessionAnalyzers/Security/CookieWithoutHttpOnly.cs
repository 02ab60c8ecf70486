using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is appended without HttpOnly (SESS2005).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutHttpOnly() : CookieAppendAnalyzer(SecurityDescriptors.CookieWithoutHttpOnly)
{
    private protected override object[]? MessageArguments(CookieAppend cookie, AppFacts app)
        => !cookie.IsReadByScripts && cookie.Lacks(cookie.Settings.HttpOnly, app) ? [cookie.Display] : null;
}
