using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie that is appended without HttpOnly (SESS2005).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookieWithoutHttpOnly() : SessionDiagnosticAnalyzer(SecurityDescriptors.CookieWithoutHttpOnly)
{
    private static readonly ImmutableHashSet<string> Appends = ["Append"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Appends, (call, syntax) =>
        {
            if (CookieAppend.Of(syntax, call.SemanticModel, model, call.CancellationToken) is { } cookie
                && !cookie.IsReadByScripts
                && cookie.Lacks(cookie.Settings.HttpOnly, model.App))
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CookieWithoutHttpOnly, syntax.GetLocation(), cookie.Display));
            }
        });
}
