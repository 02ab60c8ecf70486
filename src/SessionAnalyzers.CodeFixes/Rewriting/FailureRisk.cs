using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Whether code may fail in the ordinary course of things: it awaits, throws, or calls something that is not known to stay
/// within the process. A wrong argument or an exhausted memory is not what this asks.
/// </summary>
internal sealed class FailureRisk(SessionModel model, CancellationToken cancellationToken)
{
    private const int MaxDepth = 6;

    public bool MayFail(SyntaxNode node) => MayFail(node, depth: 0);

    private bool MayFail(SyntaxNode node, int depth) =>
        model.GetSemanticModel(node.SyntaxTree)?.GetOperation(node, cancellationToken) is not { } operation
        || operation.DescendantsAndSelf().Any(o => MayFail(o, depth));

    private bool MayFail(IOperation operation, int depth) => operation switch
    {
        IAwaitOperation or IThrowOperation or IDynamicInvocationOperation or IInvalidOperation or IUsingOperation or IUsingDeclarationOperation => true,
        IInvocationOperation call => MethodMayFail(call.TargetMethod, depth),
        IObjectCreationOperation { Constructor: { } constructor } => !constructor.IsImplicitlyDeclared && !IsPrimary(constructor) && MethodMayFail(constructor, depth),
        _ => false,
    };

    private bool MethodMayFail(IMethodSymbol method, int depth)
    {
        IMethodSymbol definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.DeclaringSyntaxReferences.IsEmpty)
        {
            return !IsInMemory(definition);
        }

        if (depth == MaxDepth || definition.IsAbstract || definition.IsVirtual || definition.DeclaringSyntaxReferences.Length != 1)
        {
            return true;
        }

        SyntaxNode? body = definition.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
        {
            BaseMethodDeclarationSyntax m => (SyntaxNode?)m.Body ?? m.ExpressionBody,
            LocalFunctionStatementSyntax l => (SyntaxNode?)l.Body ?? l.ExpressionBody,
            _ => null,
        };
        return body is null || MayFail(body, depth + 1);
    }

    private bool IsPrimary(IMethodSymbol constructor) =>
        !constructor.DeclaringSyntaxReferences.IsEmpty && constructor.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) is TypeDeclarationSyntax;

    private static bool IsInMemory(IMethodSymbol method) => method.ContainingType?.ContainingNamespace?.ToDisplayString() switch
    {
        "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable" or "System.Collections.ObjectModel" => true,
        "System.Threading" => method.ContainingType.Name == "Interlocked",
        "System.Linq" => method.ContainingType.Name == "Enumerable" && method.Name is not ("First" or "Single" or "Last" or "ElementAt"),
        "System" => method.ContainingType.SpecialType is not SpecialType.None && method.Name is not ("Parse") || method.ContainingType.Name is "Guid" or "Math" or "DateTime" or "DateTimeOffset",
        _ => false,
    };
}
