using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports options given to <c>UseSession</c> where the session's options are registered too (SESS3015).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UseSessionOptionsIgnored() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.UseSessionOptionsIgnored)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, ["UseSession"], (call, syntax) =>
        {
            if (syntax.ArgumentList.Arguments.Count > 0
                && call.SemanticModel.GetOperation(syntax, call.CancellationToken) is IInvocationOperation use
                && SessionSetup.IsUseSession(use)
                && SessionSetup.OptionsOf(use) is { } options
                && model.App.SessionSetup.ReplacedBy(use, call.CancellationToken) is { } replaced
                && Display(model.App.SessionSetup.LostBy(use, replaced, call.CancellationToken)) is { } ignored)
            {
                call.ReportDiagnostic(Diagnostic.Create(
                    ReliabilityDescriptors.UseSessionOptionsIgnored,
                    options.Syntax.GetLocation(),
                    replaced.Select(static registration => registration.Syntax.GetLocation()),
                    ignored));
            }
        });

    /// <returns>Null where nothing is lost.</returns>
    private static string? Display(ImmutableArray<string>? lost) => lost switch
    {
        null => "what is registered",
        { IsEmpty: true } => null,
        { } members => "the registered " + string.Join(", ", members),
    };
}
