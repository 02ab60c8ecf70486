using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>
/// Follows session values through one control-flow graph: which variables hold what was read under which key, across awaits,
/// locks and calls. Lambdas and local functions run where they are created or called, on the state of that point.
/// </summary>
internal sealed partial class SessionFlow(SessionFlowContext context, ControlFlowGraph graph, SessionFlow? outer = null)
    : ForwardDataFlowAnalysis<SessionFact>(SessionLattice.Instance)
{
    private const int FactsPerStep = 100;

    private readonly SessionFlowContext _context = context;
    private readonly ControlFlowGraph _graph = graph;
    private readonly SessionFlow? _outer = outer;

    private DecisionRecorder? _decisions;

    /// <summary>The fact while an operation is being evaluated.</summary>
    private SessionFact _fact = SessionFact.Entry;

    /// <summary>Solves the graph and passes over it once more to record what it does.</summary>
    /// <returns>The record, or null when the budget was exhausted.</returns>
    public BodyRecorder? Run(SessionFact entry, out (SessionFact Exit, OriginSet Returned) result)
    {
        result = (SessionFact.Unreachable, OriginSet.Empty);
        if (Run(_graph, entry, _context.Budget, _context.CancellationToken) is not { } solution)
        {
            return null;
        }

        var recorder = _context.Recorder = new BodyRecorder();
        result = (solution.Exit, Replay(solution));
        _context.Recorder = null;
        return _context.Budget.IsExhausted ? null : recorder;
    }

    /// <summary>Joining facts takes time in proportion to what they hold.</summary>
    protected override int StepsFor(SessionFact fact) => 1 + ((fact.Values.Count + fact.Members.Count + fact.Reads.Count) / FactsPerStep);

    protected override SessionFact Transfer(IOperation operation, SessionFact fact)
    {
        _fact = fact;
        Evaluate(operation);
        return _fact;
    }

    protected override SessionFact TransferCondition(IOperation condition, bool value, SessionFact fact)
    {
        _fact = fact;
        Refine(condition, value);
        return _fact;
    }

    /// <summary>Evaluates every reachable block once more from its solved fact.</summary>
    /// <returns>Where the values that the graph returns come from.</returns>
    private OriginSet Replay(DataFlowResult<SessionFact> solution)
    {
        var returned = OriginSet.Empty;
        var decisions = _context.Recorder is null ? null : new DecisionRecorder(_graph);
        foreach (var block in _graph.Blocks)
        {
            _fact = solution.AtEntryOf(block);
            if (!_fact.IsReachable)
            {
                continue;
            }

            _decisions = decisions;
            decisions?.Enter(block);
            foreach (var operation in block.Operations)
            {
                Evaluate(operation);
            }

            if (block.BranchValue is { } value)
            {
                var origins = Evaluate(value).Origins;
                if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
                {
                    returned = returned.Union(origins);
                }

                if (block.ConditionalSuccessor is not null)
                {
                    decisions?.Branch(value, origins, IsComparison(value));
                }
            }
        }

        _decisions = null;
        if (_context.Recorder is { } recorder)
        {
            decisions?.Record(recorder);
        }

        return returned;
    }

    /// <summary>Runs a lambda or local function on the current fact; afterwards what it assigned may or may not have happened.</summary>
    private OriginSet RunNested(ControlFlowGraph nested)
    {
        var before = _fact;
        var flow = new SessionFlow(_context, nested, this);
        var recorder = _context.Recorder;
        _context.Recorder = null;
        var solution = flow.Run(nested, before, _context.Budget, _context.CancellationToken);
        _context.Recorder = recorder;
        if (solution is null)
        {
            return OriginSet.Empty;
        }

        var returned = flow.Replay(solution);
        _fact = Lattice.Join(before, solution.Exit with { HeldLocks = before.HeldLocks, LoadedWhileHeld = before.LoadedWhileHeld });
        return returned;
    }

    /// <summary>Drops the origins of a variable on the way where it is known to be null or absent.</summary>
    private void Refine(IOperation condition, bool value)
    {
        switch (condition)
        {
            case IIsNullOperation { Operand: var operand } when value:
                ForgetNull(operand);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary
                when value == (binary.OperatorKind == BinaryOperatorKind.Equals):
                if (IsNull(binary.RightOperand))
                {
                    ForgetNull(binary.LeftOperand);
                }
                else if (IsNull(binary.LeftOperand))
                {
                    ForgetNull(binary.RightOperand);
                }

                break;
            case IIsPatternOperation { Pattern: var pattern } match when value == MatchesNull(pattern, out var isNullCheck) && isNullCheck:
                ForgetNull(match.Value);
                break;
            case IInvocationOperation { TargetMethod: { Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace", ContainingType.SpecialType: SpecialType.System_String } } invocation when value:
                ForgetNull(invocation.Arguments[0].Value);
                break;
            case IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean } invocation when !value:
                foreach (var argument in invocation.Arguments)
                {
                    if (argument.Parameter?.RefKind == RefKind.Out && argument.Parameter.ContainingSymbol is IMethodSymbol { Name: var name } && name.StartsWith("Try", StringComparison.Ordinal))
                    {
                        ForgetNull(argument.Value);
                    }
                }

                break;
        }
    }

    private void ForgetNull(IOperation operand)
    {
        if (RootOf(Unwrap(operand)) is { } root)
        {
            _fact = _fact.Forget(root);
        }
    }

    private static bool MatchesNull(IPatternOperation pattern, out bool isNullCheck)
    {
        var negated = false;
        while (pattern is INegatedPatternOperation not)
        {
            negated = !negated;
            pattern = not.Pattern;
        }

        // `is null` matches null; `is T x` and `is { }` fail on it.
        isNullCheck = pattern is IConstantPatternOperation { Value: var constant } && IsNull(constant)
            || pattern is IDeclarationPatternOperation or ITypePatternOperation or IRecursivePatternOperation { DeconstructionSubpatterns.IsEmpty: true, PropertySubpatterns.IsEmpty: true };
        return pattern is IConstantPatternOperation != negated;
    }

    private static bool IsNull(IOperation operation) => Unwrap(operation) is { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation { Type.IsValueType: false };

    private static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            operation = Operations.WithoutConversions(operation);
            if (operation is not IDeclarationExpressionOperation declaration)
            {
                return operation;
            }

            operation = declaration.Expression;
        }
    }

    /// <summary>The variable an expression names.</summary>
    private static object? RootOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFlowCaptureReferenceOperation capture => capture.Id,
        IInstanceReferenceOperation => StorageLocation.This,
        _ => null,
    };

    private ControlFlowGraph? GraphOf(IMethodSymbol localFunction)
    {
        for (var flow = this; flow is not null; flow = flow._outer)
        {
            if (flow._graph.LocalFunctions.Contains(localFunction, SymbolEqualityComparer.Default))
            {
                return flow._graph.GetLocalFunctionControlFlowGraph(localFunction, _context.CancellationToken);
            }
        }

        return null;
    }

}
