using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Sets the option of the session's cookie that a registration leaves unsafe (SESS2003).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InsecureSessionCookieCodeFix)), Shared]
public sealed class InsecureSessionCookieCodeFix() : PlannedCodeFixProvider("SESS2003")
{
    internal override string Title(Diagnostic diagnostic) => $"Set {Option(diagnostic)} of the session cookie";

    private protected override string Intent(Diagnostic diagnostic) => "Set" + Option(diagnostic);

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        return finding.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            && finding.SemanticModel.GetOperation(call, cancellationToken) is IInvocationOperation invocation
            && CookieRegistration.Of(invocation, finding.Model, cancellationToken) is { IsKnown: true } registration
            && Option(finding.Diagnostic) is { } option
                ? CookieRegistrationEdits.Set(plan, finding.Document, call, registration, option, finding.Model, cancellationToken)
                : Blocker.OfAnotherSource;
    }

    private static string? Option(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(InsecureSessionCookie.OptionProperty, out string? option) ? option : null;
}
