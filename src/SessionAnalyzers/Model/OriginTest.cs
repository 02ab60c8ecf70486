using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>The function that a CORS policy asks whether an origin is allowed.</summary>
internal static class OriginTest
{
    private static readonly ImmutableHashSet<string> PolicyUsers = ["UseCors", "RequireCors"];

    /// <summary>Whether it is true whatever the origin: a lambda, a method that nothing overrides, or a variable that keeps such a lambda.</summary>
    public static bool IsAlwaysTrue(ExpressionSyntax test, SemanticModel semantics, SessionModel model, CancellationToken cancellationToken)
    {
        switch (test)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                return ReturnsTrue(lambda.ExpressionBody, lambda.Block, semantics, cancellationToken);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax
                when semantics.GetSymbolInfo(test, cancellationToken).Symbol is { } named
                && named.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
                && model.GetSemanticModel(declaration.SyntaxTree) is { } declaring:
                return declaration switch
                {
                    MethodDeclarationSyntax method when named is IMethodSymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } => ReturnsTrue(method.ExpressionBody?.Expression, method.Body, declaring, cancellationToken),
                    LocalFunctionStatementSyntax local => ReturnsTrue(local.ExpressionBody?.Expression, local.Body, declaring, cancellationToken),
                    VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax initial } when named is ILocalSymbol or IFieldSymbol { IsReadOnly: true } => IsAlwaysTrue(initial, declaring, model, cancellationToken),
                    _ => false,
                };
            default:
                return false;
        }
    }

    /// <summary>Whether the named policy around the call is put to use, and in development only.</summary>
    public static bool IsOfPolicyForDevelopment(SyntaxNode node, SemanticModel semantics, SessionModel model, CancellationToken cancellationToken)
    {
        if (node.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(static call => SignInScope.NameOf(call) == "AddPolicy") is not { ArgumentList.Arguments: [{ Expression: var named }, ..] }
            || semantics.GetConstantValue(named, cancellationToken) is not { HasValue: true, Value: string policy }
            || model.App.Invokes("EnableCors"))
        {
            return false;
        }

        var uses = model.CallsOf(PolicyUsers, cancellationToken)
            .Where(use => use.ArgumentList.Arguments is [{ Expression: var used }]
                && model.GetSemanticModel(use.SyntaxTree)?.GetConstantValue(used, cancellationToken) is { HasValue: true, Value: string name } && name == policy)
            .ToList();
        return uses.Count > 0 && uses.All(DevelopmentGuard.Contains);
    }

    private static bool ReturnsTrue(ExpressionSyntax? expression, BlockSyntax? block, SemanticModel semantics, CancellationToken cancellationToken)
        => (expression ?? (block?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null)) is { } result
            && semantics.GetConstantValue(result, cancellationToken) is { HasValue: true, Value: true };
}
