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

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        return root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
            && compilation is not null && SessionModel.For(compilation, document.Project.AnalyzerOptions) is { } model
            && model.GetSemanticModel(call.SyntaxTree)?.GetOperation(call, cancellationToken) is IInvocationOperation invocation
            && CookieRegistration.Of(invocation, model, cancellationToken) is { } registration
                ? CookieRegistrationEdits.Set(plan, document, call, registration, "IsEssential", model, cancellationToken)
                : new Blocker("the finding is of another source");
    }
}
