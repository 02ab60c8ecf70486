using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>
/// Tells whether all ways through a place of a function come by one of some other places, before it or after: the sign-in
/// by a regeneration, the sign-out by the end of the session. An exception after the place ends a way.
/// </summary>
internal sealed class CoveredPaths : ForwardDataFlowAnalysis<CoveredPathsFact>
{
    private const int MaxSteps = 20_000;

    private readonly HashSet<SyntaxNode> _covers;
    private readonly SyntaxNode? _place;
    private bool _isPlaceSeen;

    private CoveredPaths(IEnumerable<SyntaxNode> covers, SyntaxNode? place)
        : base(CoveredPathsLattice.Instance)
    {
        _covers = [.. covers];
        _place = place;
    }

    /// <summary>Whether a way leads through a place, or through the whole function where there is none, and by none of the covers.</summary>
    /// <returns>False as well where the ways are too many or the place is not on them, unless there is no cover at all.</returns>
    public static bool LeaveOut(IReadOnlyCollection<SyntaxNode> covers, SyntaxNode? place, SyntaxNode function, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (covers.Count == 0)
        {
            return true;
        }

        if (GraphOf(function, semantics, cancellationToken) is not { } graph)
        {
            return false;
        }

        var paths = new CoveredPaths(covers, place);
        return paths.Run(graph, new CoveredPathsFact(Uncovered: true, PassedUncovered: place is null), new StepBudget(MaxSteps), cancellationToken) is { Exit.PassedUncovered: true }
            && (place is null || paths._isPlaceSeen);
    }

    protected override CoveredPathsFact Transfer(IOperation operation, CoveredPathsFact fact)
    {
        if (operation is IFlowAnonymousFunctionOperation)
        {
            // When it runs is not known: what it does counts where it is made.
            return _covers.Any(operation.Syntax.Contains) ? default : fact;
        }

        foreach (var child in operation.ChildOperations)
        {
            fact = Transfer(child, fact);
        }

        if (operation.Syntax == _place)
        {
            _isPlaceSeen = true;
            fact = fact with { PassedUncovered = fact.PassedUncovered || fact.Uncovered };
        }

        return _covers.Contains(operation.Syntax) ? default : fact;
    }

    protected override CoveredPathsFact TransferException(CoveredPathsFact fact) => _place is null ? fact : fact with { PassedUncovered = false };

    private static ControlFlowGraph? GraphOf(SyntaxNode function, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var body = function.DescendantNodesAndSelf().FirstOrDefault(node => semantics.GetOperation(node, cancellationToken) is not null);
        for (var operation = body is null ? null : semantics.GetOperation(body, cancellationToken); operation is not null; operation = operation.Parent)
        {
            if (operation.Parent is null)
            {
                return operation is IBlockOperation or IMethodBodyBaseOperation or ISymbolInitializerOperation && ControlFlowGraph.Create(operation.Syntax, semantics, cancellationToken) is { } graph
                    ? Within(graph, function, cancellationToken)
                    : null;
            }
        }

        return null;
    }

    /// <summary>The graph of a function: the given one, or that of a lambda or local function in it.</summary>
    private static ControlFlowGraph? Within(ControlFlowGraph graph, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (function is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax) || graph.OriginalOperation.Syntax == function)
        {
            return graph;
        }

        foreach (var local in graph.LocalFunctions)
        {
            if (local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration && declaration.Contains(function))
            {
                var inner = graph.GetLocalFunctionControlFlowGraph(local, cancellationToken);
                return declaration == function ? inner : Within(inner, function, cancellationToken);
            }
        }

        var lambda = graph.Blocks
            .SelectMany(static block => block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations)
            .SelectMany(static operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .FirstOrDefault(lambda => lambda.Syntax.Contains(function));
        return lambda is null ? null
            : lambda.Syntax == function ? graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken)
            : Within(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), function, cancellationToken);
    }
}
