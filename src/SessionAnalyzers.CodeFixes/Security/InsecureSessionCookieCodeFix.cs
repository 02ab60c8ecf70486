using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
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
        if (root?.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } registration
            || compilation is null || SessionModel.For(compilation, document.Project.AnalyzerOptions) is not { } model
            || model.GetSemanticModel(registration.SyntaxTree)?.GetOperation(registration, cancellationToken) is not IInvocationOperation invocation
            || InsecureSessionCookie.Settings(invocation, model, cancellationToken) is not { } settings
            || Option(diagnostic) is not { } option)
        {
            return new Blocker("the finding is of another source");
        }

        string value = option switch
        {
            "SecurePolicy" => "CookieSecurePolicy.Always",
            "SameSite" => "SameSiteMode.Lax",
            _ => "true",
        };
        if (settings.AssignmentsOf(option).ToList() is { Count: > 0 } assignments)
        {
            return CookieOptionEdits.Replace(plan, assignments, value, model);
        }

        if (settings.Creations.FirstOrDefault(static c => c.Type?.Name == "CookieBuilder") is { } builder)
        {
            return CookieOptionEdits.AddTo(plan, builder, owner: null, option, value, model);
        }

        if (settings.Creations.Count > 0)
        {
            return CookieOptionEdits.AddTo(plan, settings.Creations[0], owner: "Cookie", option, value, model);
        }

        if (InsecureSessionCookie.Options(invocation) is { } callback)
        {
            return CookieOptionEdits.AddToCallback(plan, callback, option, value, model, cancellationToken);
        }

        AddCallback(plan.Edits.In(document), registration, $"Cookie.{option} = {value}", model);
        return null;
    }

    private static string? Option(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(InsecureSessionCookie.OptionProperty, out string? option) ? option : null;

    /// <summary>Gives a registration that sets nothing a lambda.</summary>
    private static void AddCallback(DocumentEdits edits, InvocationExpressionSyntax registration, string set, SessionModel model)
    {
        CookieOptionEdits.UseType(edits, registration, "CookieSecurePolicy", model);
        bool isTaken = model.GetSemanticModel(registration.SyntaxTree)!.LookupSymbols(registration.SpanStart, name: "options").Any(static s => s is ILocalSymbol or IParameterSymbol);
        string options = isTaken ? "session" : "options";
        edits.Rewrite(registration.ArgumentList, rewritten =>
        {
            ArgumentSyntax added = SyntaxFactory.ParseArgumentList($"({options} => {options}.{set})").Arguments[0];
            var list = (ArgumentListSyntax)rewritten;
            return list.WithArguments(list.Arguments.Count == 0
                ? SyntaxFactory.SingletonSeparatedList(added)
                : SyntaxFactory.SeparatedList<ArgumentSyntax>(list.Arguments.GetWithSeparators()
                    .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                    .Add(added)));
        });
    }
}
