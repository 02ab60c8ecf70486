using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Sets HttpOnly on a cookie that is appended without it (SESS2005).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CookieWithoutHttpOnlyCodeFix)), Shared]
public sealed class CookieWithoutHttpOnlyCodeFix() : CookieOptionCodeFixProvider("SESS2005", "HttpOnly")
{
    /// <summary>Scripts would no longer read a cookie that is appended with the same options for them.</summary>
    private protected override async Task<Blocker?> WhyNotShareAsync(Solution solution, CookieSettings settings, SessionModel model, CancellationToken cancellationToken)
    {
        foreach (InvocationExpressionSyntax append in await AppendsWithAsync(solution, settings, cancellationToken).ConfigureAwait(false))
        {
            if (model.GetSemanticModel(append.SyntaxTree) is { } semanticModel
                && CookieAppend.Of(append, semanticModel, model, cancellationToken) is { IsReadByScripts: true })
            {
                return Blocker.At(append, "scripts read a cookie with the same options");
            }
        }

        return null;
    }
}
