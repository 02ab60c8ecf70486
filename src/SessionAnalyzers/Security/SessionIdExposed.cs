using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a session id that is written to a log, a URL, a response or an exception (SESS2011).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionIdExposed() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionIdExposed)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<MemberAccessExpressionSyntax>(context, model, SyntaxKind.SimpleMemberAccessExpression, static access => access.Name.Identifier.ValueText == Model.WellKnownMemberNames.Session.Id, (node, access) =>
        {
            if (model.Symbols.IsSession(node.SemanticModel.GetTypeInfo(access.Expression, node.CancellationToken).Type)
                && Uses(access, node.SemanticModel, node.CancellationToken).Select(SinkOf).FirstOrDefault(static sink => sink is not null) is { } found)
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionIdExposed, access.GetLocation(), found));
            }
        });

    /// <summary>The expression itself, and where the local it is assigned to is used.</summary>
    private static IEnumerable<ExpressionSyntax> Uses(ExpressionSyntax access, SemanticModel semantics, CancellationToken cancellationToken)
    {
        yield return access;
        if (access.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && semantics.GetDeclaredSymbol(declarator, cancellationToken) is ILocalSymbol local)
        {
            foreach (var identifier in SignInScope.Of(access).Function.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (identifier.Identifier.ValueText == local.Name && SessionSymbols.Same(semantics.GetSymbolInfo(identifier, cancellationToken).Symbol, local))
                {
                    yield return identifier;
                }
            }
        }
    }

    private static string? SinkOf(ExpressionSyntax use)
    {
        for (SyntaxNode? node = use.Parent; node is not null and not StatementSyntax and not AnonymousFunctionExpressionSyntax; node = node.Parent)
        {
            switch (node)
            {
                case InvocationExpressionSyntax invocation when invocation.ArgumentList.Span.Contains(use.Span) && SignInScope.NameOf(invocation) is { } name && SinkOf(name) is { } sink:
                    return sink;
                case ObjectCreationExpressionSyntax { Type: var type } when type.ToString().EndsWith("Exception", StringComparison.Ordinal):
                    return "an exception message";
                case ElementAccessExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
                    return null;
            }
        }

        return null;
    }

    private static string? SinkOf(string method)
        => method.StartsWith("Log", StringComparison.Ordinal) || method is "WriteLine" or "BeginScope" ? "a log"
            : method.StartsWith("Redirect", StringComparison.Ordinal) || method is "AddQueryString" ? "a URL"
            : method is "WriteAsync" or "Content" or "Json" or "Ok" or "Text" ? "a response"
            : null;
}
