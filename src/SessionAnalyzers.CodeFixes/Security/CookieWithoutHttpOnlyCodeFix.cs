using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Sets HttpOnly on a cookie that lacks it (SESS2005).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CookieWithoutHttpOnlyCodeFix)), Shared]
public sealed class CookieWithoutHttpOnlyCodeFix() : CookieOptionCodeFixProvider("SESS2005")
{
    /// <summary>Scripts would no longer read a cookie that is appended with the same options for them.</summary>
    private protected override async Task<Blocker?> WhyNotShareAsync(
        Solution solution, InvocationExpressionSyntax call, string member, Cookie cookie, SessionModel model, CancellationToken cancellationToken)
    {
        foreach (var append in await AppendsWithAsync(solution, cookie.Settings, model, cancellationToken).ConfigureAwait(false))
        {
            if (append.Cookie.IsReadByScripts)
            {
                return Blocker.At(append.Syntax, "scripts read a cookie with the same options");
            }
        }

        return null;
    }
}
