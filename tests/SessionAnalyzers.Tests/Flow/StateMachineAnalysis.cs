using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>Runs a generated program on the engine under test.</summary>
internal sealed class StateMachineAnalysis() : ForwardDataFlowAnalysis<StateSet>(StateSet.Lattice.Instance)
{
    /// <summary>The states before each step by its number, and the states at the end of the method.</summary>
    /// <returns>Null when the budget was exhausted.</returns>
    public static Observation? Observe(ControlFlowGraph graph, int budget, CancellationToken cancellationToken = default)
    {
        var analysis = new StateMachineAnalysis();
        if (analysis.Run(graph, StateSet.Initial, new StepBudget(budget), cancellationToken) is not { } result)
        {
            return null;
        }

        var before = new SortedDictionary<int, StateSet>();
        foreach (BasicBlock block in graph.Blocks)
        {
            StateSet states = result.AtEntryOf(block);
            foreach (IOperation operation in block.Operations)
            {
                if (StepIn(operation) is { } step && !states.IsEmpty)
                {
                    before[step.Number] = before.GetValueOrDefault(step.Number) | states;
                }

                states = analysis.Transfer(operation, states);
            }
        }

        return new Observation(before, result.Exit);
    }

    protected override StateSet Transfer(IOperation operation, StateSet fact) => operation switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => Transfer(operand, fact),
        IInvocationOperation { TargetMethod.Name: GeneratedProgram.AdvancingConditionMethod } call => fact.Advance(Argument(call, 0)),
        _ => StepIn(operation) is { } step ? fact.Advance(step.Function) : fact,
    };

    /// <summary>The number of the step that a statement is, or null.</summary>
    public static int? NumberOfStep(IOperation operation) => StepIn(operation)?.Number;

    protected override StateSet TransferCondition(IOperation condition, bool value, StateSet fact) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => TransferCondition(operand, !value, fact),
        IInvocationOperation { TargetMethod.Name: GeneratedProgram.ConditionMethod } call => fact.Where(state => StateMachine.Holds(Argument(call, 0), state) == value),
        _ => fact,
    };

    private static (int Number, int Function)? StepIn(IOperation operation) =>
        operation is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod.Name: GeneratedProgram.StepMethod } call }
            ? (Argument(call, 0), Argument(call, 1))
            : null;

    private static int Argument(IInvocationOperation call, int index) => (int)call.Arguments[index].Value.ConstantValue.Value!;
}
