using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports CORS that allows credentials to every origin, by policy or by hand-written headers (SESS2008).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CredentialedCorsForAnyOrigin() : SessionDiagnosticAnalyzer(SecurityDescriptors.CredentialedCorsForAnyOrigin)
{
    private static readonly ImmutableHashSet<string> OriginTests = ["SetIsOriginAllowed"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        RegisterCalls(context, model, OriginTests, (call, syntax) =>
        {
            if (syntax.ArgumentList.Arguments is [{ Expression: var test }]
                && IsAlwaysTrue(test, call.SemanticModel, call.CancellationToken)
                && SignInScope.Of(syntax).Invoked().Contains("AllowCredentials"))
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, syntax.ArgumentList.GetLocation(), "SetIsOriginAllowed is always true beside AllowCredentials"));
            }
        });
        RegisterSyntax<AssignmentExpressionSyntax>(context, model, SyntaxKind.SimpleAssignmentExpression, IsAllowOrigin, (node, assignment) =>
        {
            if (ReflectsOrigin(assignment.Right, node.SemanticModel, node.CancellationToken) && SignInScope.Of(assignment).Function is var function && AllowsCredentials(function) && !ChecksOrigin(function))
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, assignment.GetLocation(), "the request's Origin is reflected beside Access-Control-Allow-Credentials"));
            }
        });
    }

    private static bool IsAlwaysTrue(ExpressionSyntax test, SemanticModel semantics, CancellationToken cancellationToken) => test switch
    {
        LambdaExpressionSyntax { ExpressionBody: { } expression } => semantics.GetConstantValue(expression, cancellationToken) is { HasValue: true, Value: true },
        LambdaExpressionSyntax { Block.Statements: [ReturnStatementSyntax { Expression: { } expression }] } => semantics.GetConstantValue(expression, cancellationToken) is { HasValue: true, Value: true },
        _ => false,
    };

    private static bool IsAllowOrigin(AssignmentExpressionSyntax assignment) => Names(assignment.Left, "Access-Control-Allow-Origin", "AccessControlAllowOrigin");

    private static bool AllowsCredentials(SyntaxNode function)
        => function.DescendantNodes().Any(static node => node is ExpressionSyntax expression && Names(expression, "Access-Control-Allow-Credentials", "AccessControlAllowCredentials"));

    private static bool ReflectsOrigin(ExpressionSyntax value, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (value is IdentifierNameSyntax
            && semantics.GetSymbolInfo(value, cancellationToken).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: { } initializer })
        {
            value = initializer;
        }

        return value.DescendantNodesAndSelf().Any(static node => node is ExpressionSyntax expression && Names(expression, "Origin", "Origin") && expression.ToString().Contains("Request"));
    }

    /// <summary>A lookup of the origin in a list, or a comparison.</summary>
    private static bool ChecksOrigin(SyntaxNode function)
        => SignInScope.Of(function).Invoked().Any(static name => name is "Contains" or "Any" or "Equals" or "TryGetValue" || name.StartsWith("Is", StringComparison.Ordinal) && name.Contains("Allowed"))
            || function.DescendantNodes().OfType<BinaryExpressionSyntax>().Any(static binary => binary.IsKind(SyntaxKind.EqualsExpression) && binary.ToString().IndexOf("origin", StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool Names(ExpressionSyntax expression, string header, string property) => expression switch
    {
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.ValueText: var text } }] } => string.Equals(text, header, StringComparison.OrdinalIgnoreCase),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Headers" } } => name == property,
        _ => false,
    };
}
