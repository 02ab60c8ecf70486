using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is appended without Secure (SESS2004).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutSecure() : SessionDiagnosticAnalyzer(SecurityDescriptors.CookieWithoutSecure)
{
    private static readonly ImmutableHashSet<string> Appends = ["Append"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Appends, (call, syntax) =>
        {
            if (CookieAppend.Of(syntax, call.SemanticModel, model, call.CancellationToken) is { } cookie
                && cookie.Lacks(cookie.Settings.Secure, model.App))
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CookieWithoutSecure, syntax.GetLocation(), cookie.Display));
            }
        });
}
