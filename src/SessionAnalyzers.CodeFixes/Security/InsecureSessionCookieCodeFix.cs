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

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || compilation is null || SessionModel.For(compilation, document.Project.AnalyzerOptions) is not { } model
            || model.GetSemanticModel(call.SyntaxTree)?.GetOperation(call, cancellationToken) is not IInvocationOperation invocation
            || CookieRegistration.Of(invocation, model, cancellationToken) is not { IsKnown: true } registration
            || Option(diagnostic) is not { } option)
        {
            return new Blocker("the finding is of another source");
        }

        return CookieRegistrationEdits.Set(plan, document, call, registration, option, model, cancellationToken);
    }

    private static string? Option(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(InsecureSessionCookie.OptionProperty, out string? option) ? option : null;
}
