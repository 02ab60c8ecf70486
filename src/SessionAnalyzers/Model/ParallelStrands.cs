using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Model;

/// <summary>Finds the code of a body that runs side by side.</summary>
internal sealed class ParallelStrands(SemanticModel semantics, CancellationToken cancellationToken)
{
    private const string Tasks = "System.Threading.Tasks.";

    private static readonly ImmutableHashSet<string> Names = ImmutableHashSet.Create("WhenAll", "WaitAll", "For", "ForEach", "ForEachAsync", "Invoke", "AsParallel");

    /// <summary>The locals whose tasks are being looked for: one that holds itself ends there.</summary>
    private readonly HashSet<ISymbol> _followed = new(SymbolEqualityComparer.Default);

    public IEnumerable<ParallelCode> In(SyntaxNode body)
    {
        foreach (var node in body.DescendantNodes())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when SignInScope.NameOf(call) is { } name && Names.Contains(name):
                    if (Of(call, name) is { Strands.IsEmpty: false } code)
                    {
                        yield return code;
                    }

                    break;
                case VariableDeclaratorSyntax { Initializer.Value: InvocationExpressionSyntax start, Parent.Parent: LocalDeclarationStatementSyntax } local when ReturnsTask(start) && TaskUses.Of(start) == TaskUse.Kept:
                    if (WindowOf(local) is { } window)
                    {
                        yield return new ParallelCode("a task and the code beside it", [.. StrandsOf(start, isMany: false), new Strand(window, IsMany: false, StrandKind.Beside)]);
                    }

                    break;
            }
        }
    }

    private ParallelCode? Of(InvocationExpressionSyntax call, string name)
    {
        var type = semantics.GetSymbolInfo(call, cancellationToken).Symbol?.ContainingType?.ToDisplayString();
        return (type, name) switch
        {
            (Tasks + "Task", "WhenAll" or "WaitAll") => new ParallelCode($"the tasks of Task.{name}", [.. call.ArgumentList.Arguments.SelectMany(argument => StrandsOf(argument.Expression, isMany: false))]),
            (Tasks + "Parallel", "Invoke") => new ParallelCode("the actions of Parallel.Invoke", [.. call.ArgumentList.Arguments.Select(static argument => new Strand(argument.Span, IsMany: false, StrandKind.Apart))]),
            (Tasks + "Parallel", _) => new ParallelCode($"the iterations of Parallel.{name}", [.. Lambdas(call).Select(static lambda => new Strand(lambda.Span, IsMany: true, StrandKind.Apart))]),
            ("System.Linq.ParallelEnumerable", "AsParallel") => new ParallelCode("a parallel query", [.. QueryLambdas(call).Select(static lambda => new Strand(lambda.Span, IsMany: true, StrandKind.Apart))]),
            _ => null,
        };
    }

    /// <summary>The code behind an expression that is a task, or several.</summary>
    private IEnumerable<Strand> StrandsOf(ExpressionSyntax tasks, bool isMany)
    {
        switch (tasks)
        {
            case ImplicitArrayCreationExpressionSyntax { Initializer: var initializer }:
                return initializer.Expressions.SelectMany(task => StrandsOf(task, isMany));
            case ArrayCreationExpressionSyntax { Initializer: { } initializer }:
                return initializer.Expressions.SelectMany(task => StrandsOf(task, isMany));
            case BaseObjectCreationExpressionSyntax { Initializer: { } initializer }:
                return initializer.Expressions.SelectMany(task => StrandsOf(task, isMany));
            case CollectionExpressionSyntax collection:
                return collection.Elements.OfType<ExpressionElementSyntax>().SelectMany(element => StrandsOf(element.Expression, isMany));
            case IdentifierNameSyntax name:
                return StrandsOf(name);
            case InvocationExpressionSyntax call when SignInScope.NameOf(call) is "ToList" or "ToArray" && call.Expression is MemberAccessExpressionSyntax { Expression: var query }:
                return StrandsOf(query, isMany);
            case InvocationExpressionSyntax call when SignInScope.NameOf(call) is "Select":
                return Lambdas(call).Select(static lambda => new Strand(lambda.Span, IsMany: true, StrandKind.AsynchronousLambda));
            case InvocationExpressionSyntax call:
                return Lambdas(call).ToList() is { Count: > 0 } lambdas && StartsTask(call)
                    ? lambdas.Select(lambda => new Strand(lambda.Span, isMany, StrandKind.Apart))
                    : [new Strand(call.Span, isMany, StrandKind.AsynchronousCall)];
            default:
                return [];
        }
    }

    /// <summary>The tasks that a local holds: from its declaration, or added to it.</summary>
    private List<Strand> StrandsOf(IdentifierNameSyntax name)
    {
        if (semantics.GetSymbolInfo(name, cancellationToken).Symbol is not ILocalSymbol { DeclaringSyntaxReferences: [var reference] } local
            || reference.GetSyntax(cancellationToken) is not VariableDeclaratorSyntax { Initializer.Value: var initializer } declarator
            || !_followed.Add(local))
        {
            return [];
        }

        var strands = StrandsOf(initializer, isMany: false).ToList();
        foreach (var call in SignInScope.Of(declarator).Function.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Add", Expression: IdentifierNameSyntax { Identifier.ValueText: var list } }, ArgumentList.Arguments: [{ Expression: var task }] } && list == local.Name)
            {
                strands.AddRange(StrandsOf(task, isMany: IsInLoop(call, declarator)));
            }
        }

        _followed.Remove(local);
        return strands;
    }

    private static bool IsInLoop(SyntaxNode node, SyntaxNode outside)
        => node.Ancestors().Any(ancestor => Loops.IsLoop(ancestor) && !ancestor.Contains(outside));

    /// <summary>The code between the start of a task and where it is first named again.</summary>
    private static TextSpan? WindowOf(VariableDeclaratorSyntax local)
    {
        var end = SignInScope.Of(local).Function.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .FirstOrDefault(name => name.SpanStart > local.Span.End && name.Identifier.ValueText == local.Identifier.ValueText);
        return end is null ? null : TextSpan.FromBounds(local.Span.End, (end.FirstAncestorOrSelf<StatementSyntax>() ?? (SyntaxNode)end).SpanStart is var start && start > local.Span.End ? start : local.Span.End);
    }

    private bool StartsTask(InvocationExpressionSyntax call)
        => SignInScope.NameOf(call) is "Run" or "StartNew" or "ContinueWith" && semantics.GetSymbolInfo(call, cancellationToken).Symbol?.ContainingNamespace?.ToDisplayString() == "System.Threading.Tasks";

    private bool ReturnsTask(InvocationExpressionSyntax call) => semantics.GetTypeInfo(call, cancellationToken).Type?.Name is "Task" or "ValueTask";

    private static IEnumerable<SyntaxNode> Lambdas(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.Select(static argument => argument.Expression).OfType<AnonymousFunctionExpressionSyntax>();

    private static IEnumerable<SyntaxNode> QueryLambdas(InvocationExpressionSyntax query)
    {
        for (var call = query; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }; call = next)
        {
            if (SignInScope.NameOf(next) is "AsSequential" or "ToList" or "ToArray")
            {
                yield break;
            }

            foreach (var lambda in Lambdas(next))
            {
                yield return lambda;
            }
        }
    }
}
