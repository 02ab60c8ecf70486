using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a cookie whose <c>__Host-</c> or <c>__Secure-</c> name asks for flags that it does not have (SESS2007).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CookiePrefixViolated() : SessionDiagnosticAnalyzer(SecurityDescriptors.CookiePrefixViolated)
{
    private static readonly ImmutableHashSet<string> Appends = ["Append"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Appends, (call, syntax) =>
        {
            if (CookieAppend.Of(syntax, call.SemanticModel, model, call.CancellationToken) is { Name: { } name } cookie && Violation(name, cookie, model) is { } violation)
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CookiePrefixViolated, syntax.GetLocation(), name, violation));
            }
        });

    private static string? Violation(string name, CookieAppend cookie, SessionModel model)
    {
        var isHost = name.StartsWith("__Host-", StringComparison.Ordinal);
        return !isHost && !name.StartsWith("__Secure-", StringComparison.Ordinal) ? null
            : cookie.Lacks(cookie.Settings.Secure, model.App) ? "is not Secure"
            : isHost && cookie.Settings.HasDomain ? "has a Domain"
            : isHost && cookie.Settings.HasNarrowPath ? "has a Path other than /"
            : null;
    }
}
