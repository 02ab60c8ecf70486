using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;
using SessionAnalyzers.Security;

namespace SessionAnalyzers.Reliability;

/// <summary>Marks the session cookie as essential (SESS3010). Whether it may be is for the app's owner to say, so the title says what it means.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionDroppedWithoutConsentCodeFix)), Shared]
public sealed class SessionDroppedWithoutConsentCodeFix() : PlannedCodeFixProvider("SESS3010")
{
    internal override string Title(Diagnostic diagnostic) => "Send the session cookie without consent (IsEssential = true)";

    private protected override string Intent(Diagnostic diagnostic) => "SetIsEssential";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        return finding.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            && finding.SemanticModel.GetOperation(call, cancellationToken) is IInvocationOperation invocation
            && CookieRegistration.Of(invocation, finding.Model, cancellationToken) is { } registration
                ? CookieRegistrationEdits.Set(plan, finding.Document, call, registration, "IsEssential", finding.Model, cancellationToken)
                : Blocker.OfAnotherSource;
    }
}
