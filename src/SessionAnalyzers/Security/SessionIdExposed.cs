using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a session's id, or the cookie that holds its key, written to a log, a URL, a response or an exception (SESS2011).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionIdExposed() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionIdExposed)
{
    private const string OfId = "it does not open the session by itself, as the cookie does, but ties what is recorded to one user's session";
    private const string OfCookie = "whoever reads it takes over the session";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        RegisterTree(context, model, tree => AnalyzeIds(model, tree));
        RegisterSyntax<ElementAccessExpressionSyntax>(context, model, static names => names.Uses("Cookies"), static access => access.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cookies", Expression: var request } && request.ToString().EndsWith("Request", StringComparison.Ordinal), (node, access) =>
        {
            if (access.ArgumentList.Arguments is [{ Expression: var name }] && IsSessionCookie(node.SemanticModel.GetConstantValue(name, node.CancellationToken).Value as string, name))
            {
                Report(node, access, "cookie", OfCookie);
            }
        });
    }

    /// <summary>Most things have an id: it is worth binding only where the session may be used.</summary>
    private static void AnalyzeIds(SessionModel model, SemanticModelAnalysisContext context)
    {
        if (!SyntaxUnit.NamesIn(context.SemanticModel.SyntaxTree).Uses(Model.WellKnownMemberNames.Session.Id))
        {
            return;
        }

        foreach (var body in model.GetCandidates(context.SemanticModel.SyntaxTree, context.CancellationToken))
        {
            foreach (var node in SyntaxUnit.CodeOf(body))
            {
                switch (node)
                {
                    case MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression, Name.Identifier.ValueText: Model.WellKnownMemberNames.Session.Id } access
                        when model.Symbols.IsSession(context.SemanticModel.GetTypeInfo(access.Expression, context.CancellationToken).Type):
                        Report(context, access, "id", OfId);
                        break;
                    case MemberBindingExpressionSyntax { Name.Identifier.ValueText: Model.WellKnownMemberNames.Session.Id } binding
                        when context.SemanticModel.GetSymbolInfo(binding, context.CancellationToken).Symbol is IPropertySymbol { ContainingType: var owner } && model.Symbols.IsSession(owner)
                            && binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional:
                        Report(context, Outermost(conditional), "id", OfId);
                        break;
                }
            }
        }
    }

    private static void Report(SemanticModelAnalysisContext node, ExpressionSyntax value, string subject, string consequence)
    {
        if (DisclosureSink.Of(value, node.SemanticModel, node.CancellationToken) is { } sink)
        {
            node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionIdExposed, value.GetLocation(), subject, sink, consequence));
        }
    }

    /// <summary>Of <c>context?.Session?.Id</c> all of it.</summary>
    private static ExpressionSyntax Outermost(ExpressionSyntax expression)
        => expression.Parent is ConditionalAccessExpressionSyntax around && around.WhenNotNull == expression ? Outermost(around) : expression;

    private static bool IsSessionCookie(string? name, ExpressionSyntax expression)
        => name is ".AspNetCore.Session" or ".AspNet.Session" || expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CookieName", Expression: var defaults } && defaults.ToString().EndsWith("SessionDefaults", StringComparison.Ordinal);
}
