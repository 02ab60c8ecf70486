using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Makes a cookie what its prefix says: sets Secure, takes the Domain away, sets Path to "/" (SESS2007).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CookiePrefixViolatedCodeFix)), Shared]
public sealed class CookiePrefixViolatedCodeFix() : CookieOptionCodeFixProvider("SESS2007")
{
    /// <summary>Another cookie with the same options may need the Domain or the Path.</summary>
    private protected override async Task<Blocker?> WhyNotShareAsync(
        Solution solution, InvocationExpressionSyntax call, string member, Cookie cookie, SessionModel model, CancellationToken cancellationToken)
    {
        if (member == "Secure")
        {
            return null;
        }

        foreach (var append in await AppendsWithAsync(solution, cookie.Settings, model, cancellationToken).ConfigureAwait(false))
        {
            if (append.Syntax.Span != call.Span && append.Cookie.Name?.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) != true)
            {
                return Blocker.At(append.Syntax, "another cookie has the same options");
            }
        }

        return null;
    }
}
