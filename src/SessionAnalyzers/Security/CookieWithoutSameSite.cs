using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is appended with SameSite=None but not Secure (SESS2006).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutSameSite() : SessionDiagnosticAnalyzer(SecurityDescriptors.CookieWithoutSameSite)
{
    private static readonly ImmutableHashSet<string> Appends = ["Append"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Appends, (call, syntax) =>
        {
            if (CookieAppend.Of(syntax, call.SemanticModel, model, call.CancellationToken) is { } cookie
                && cookie.Settings is { SameSite: CookieSettings.Setting.Unsafe, Secure: not CookieSettings.Setting.Safe }
                && !model.App.HasCookiePolicy)
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CookieWithoutSameSite, syntax.GetLocation(), cookie.Display));
            }
        });
}
