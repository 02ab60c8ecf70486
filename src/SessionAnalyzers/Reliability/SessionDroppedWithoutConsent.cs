using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Reliability;

/// <summary>Reports a session cookie that is withheld until the visitor consents (SESS3010).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionDroppedWithoutConsent() : SessionDiagnosticAnalyzer(ReliabilityDescriptors.SessionDroppedWithoutConsent)
{
    private const string IsEssential = "IsEssential";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, ["AddSession", "UseSession"], (call, syntax) =>
        {
            if (model.App.ConsentRequirements is { Count: > 0 } requirements
                && call.SemanticModel.GetOperation(syntax, call.CancellationToken) is IInvocationOperation invocation
                && CookieRegistration.Of(invocation, model, call.CancellationToken) is { Kind: CookieKind.Session, IsKnown: true } registration
                && !Decides(registration)
                && (registration.ReplacesOptions || !IsDecidedElsewhere(registration, model.App))
                && !model.App.SessionSetup.IsReplaced(syntax, call.CancellationToken))
            {
                call.ReportDiagnostic(Diagnostic.Create(
                    ReliabilityDescriptors.SessionDroppedWithoutConsent,
                    LocationOf(syntax),
                    requirements.Select(static requirement => requirement.GetLocation())));
            }
        });

    /// <summary>Whoever sets it to false has decided too.</summary>
    private static bool Decides(CookieRegistration registration) => registration.Settings.ValuesOf(IsEssential).Any();

    private static bool IsDecidedElsewhere(CookieRegistration registration, AppFacts app)
        => app.CookieRegistrations.Any(other => other.Kind == CookieKind.Session
            && other.Syntax != registration.Syntax
            && !other.ReplacesOptions
            && (!other.IsKnown || Decides(other)));

    private static Location LocationOf(InvocationExpressionSyntax call)
        => (call.Expression is MemberAccessExpressionSyntax { Name.Identifier: var name } ? name : call.Expression.GetLastToken()).GetLocation();
}
