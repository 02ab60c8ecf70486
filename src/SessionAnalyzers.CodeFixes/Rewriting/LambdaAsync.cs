using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Rewriting;

/// <summary>Makes a lambda async, where the delegate it becomes takes a task from it.</summary>
internal static class LambdaAsync
{
    public static Blocker? Convert(DocumentEdits edits, AnonymousFunctionExpressionSyntax lambda, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (semanticModel.GetSymbolInfo(lambda, cancellationToken).Symbol is not IMethodSymbol method)
        {
            return Blocker.At(lambda, "the lambda does not bind");
        }

        if (method.Parameters.Any(static p => p.RefKind != RefKind.None || p.Type.IsRefLikeType))
        {
            return Blocker.At(lambda, "a lambda with parameters by reference cannot be async");
        }

        ITypeSymbol? target = semanticModel.GetTypeInfo(lambda, cancellationToken).ConvertedType;
        if (target is INamedTypeSymbol { DelegateInvokeMethod.ReturnType: { } returned } && TaskTypes.IsTask(returned))
        {
            if (Returns.AwaitTasks(edits, lambda, TaskTypes.HasResult(returned)) is { } inTheWay)
            {
                return inTheWay;
            }
        }
        else if (!IsMinimalApiHandler(lambda, method, semanticModel, cancellationToken))
        {
            return Blocker.At(lambda, "the delegate of the lambda returns no task");
        }
        else if (TaskTypes.IsTask(method.ReturnType) && Returns.AwaitTasks(edits, lambda, TaskTypes.HasResult(method.ReturnType)) is { } blocker)
        {
            return blocker;
        }

        edits.Rewrite(lambda, static rewritten => AddAsync((AnonymousFunctionExpressionSyntax)rewritten));
        return null;
    }

    private static bool IsMinimalApiHandler(AnonymousFunctionExpressionSyntax lambda, IMethodSymbol method, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (lambda is ParenthesizedLambdaExpressionSyntax { ReturnType: not null })
        {
            return false;
        }

        // With the HttpContext as its only parameter it would then also fit RequestDelegate, which drops the value.
        if (!method.ReturnsVoid && lambda.Block is null && TakesOnlyHttpContext(method))
        {
            return false;
        }

        return IsPassedAsDelegate(semanticModel.GetOperation(lambda, cancellationToken));
    }

    /// <summary>Whether a function is an argument for a parameter that takes any delegate.</summary>
    public static bool IsPassedAsDelegate(IOperation? function)
    {
        for (IOperation? parent = function?.Parent; parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation; parent = parent.Parent)
        {
            if (parent is IArgumentOperation argument)
            {
                return IsDelegate(argument.Parameter?.Type);
            }
        }

        return false;
    }

    public static bool TakesOnlyHttpContext(IMethodSymbol method) =>
        method.Parameters.Length == 1 && method.Parameters[0].Type.Name == "HttpContext";

    private static bool IsDelegate(ITypeSymbol? type) => type is { Name: "Delegate", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static AnonymousFunctionExpressionSyntax AddAsync(AnonymousFunctionExpressionSyntax lambda)
    {
        SyntaxToken async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTriviaList leading = lambda.GetLeadingTrivia();
        AnonymousFunctionExpressionSyntax bare = lambda.WithoutLeadingTrivia();
        return bare.WithModifiers(bare.Modifiers.Add(async)).WithLeadingTrivia(leading);
    }
}
