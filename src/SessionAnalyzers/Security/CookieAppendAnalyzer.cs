using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>The rules over <c>Response.Cookies.Append</c>: each says which appended cookies it reports.</summary>
public abstract class CookieAppendAnalyzer(DiagnosticDescriptor descriptor) : SessionDiagnosticAnalyzer(descriptor)
{
    private static readonly ImmutableHashSet<string> Appends = ["Append"];

    private protected sealed override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Appends, (call, syntax) =>
        {
            if (CookieAppend.Of(syntax, call.SemanticModel, model, call.CancellationToken) is { } cookie && MessageArguments(cookie, model.App) is { } arguments)
            {
                call.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], syntax.GetLocation(), arguments));
            }
        });

    /// <returns>The arguments of the message, or null where the rule has nothing to say.</returns>
    private protected abstract object[]? MessageArguments(CookieAppend cookie, AppFacts app);
}
