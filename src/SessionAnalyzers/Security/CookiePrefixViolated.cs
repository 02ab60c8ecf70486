using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie whose <c>__Host-</c> or <c>__Secure-</c> name asks for flags that it does not have (SESS2007).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookiePrefixViolated() : CookieAppendAnalyzer(SecurityDescriptors.CookiePrefixViolated)
{
    private protected override object[]? MessageArguments(CookieAppend cookie, AppFacts app)
        => cookie.Name is { } name && Violation(name, cookie, app) is { } violation ? [name, violation] : null;

    private static string? Violation(string name, CookieAppend cookie, AppFacts app)
    {
        var isHost = name.StartsWith("__Host-", StringComparison.Ordinal);
        return !isHost && !name.StartsWith("__Secure-", StringComparison.Ordinal) ? null
            : cookie.Lacks(cookie.Settings.Secure, app) ? "is not Secure"
            : isHost && cookie.Settings.HasDomain ? "has a Domain"
            : isHost && cookie.Settings.HasNarrowPath ? "has a Path other than /"
            : null;
    }
}
