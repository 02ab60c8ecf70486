using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SessionAnalyzers.Flow;

/// <summary>
/// A forward dataflow analysis over a <see cref="ControlFlowGraph"/>, solved with a worklist ordered by block.
/// Operations of a block run in order; any of them may throw into the handlers around it; a branch that leaves a try block
/// runs its finally regions first. A finally region is analysed once for all the branches through it. The regions of a
/// lambda's graph are nested in those of the graph around it; a graph's own end at its root.
/// </summary>
internal abstract class ForwardDataFlowAnalysis<TFact>(ILattice<TFact> lattice)
    where TFact : IEquatable<TFact>
{
    protected ILattice<TFact> Lattice { get; } = lattice;

    /// <summary>The fact after <paramref name="operation"/>, a statement or branch value of a block. Must be monotone.</summary>
    protected abstract TFact Transfer(IOperation operation, TFact fact);

    /// <summary>What is known in addition on the edge where <paramref name="condition"/> had the given value.</summary>
    protected virtual TFact TransferCondition(IOperation condition, bool value, TFact fact) => fact;

    /// <summary>The steps that a block with this fact at its entry costs: more than one where facts grow with the code.</summary>
    protected virtual int StepsFor(TFact fact) => 1;

    /// <returns>The fixpoint, or null when the budget was exhausted before it was reached.</returns>
    public DataFlowResult<TFact>? Run(ControlFlowGraph graph, TFact entry, StepBudget budget, CancellationToken cancellationToken)
    {
        var solver = new Solver(this, graph, entry);
        while (solver.TryTake(out var block))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!budget.TrySpend(StepsFor(solver.FactAt(block))))
            {
                return null;
            }

            solver.Visit(block);
        }

        return solver.ToResult();
    }

    private sealed class Solver
    {
        private readonly ForwardDataFlowAnalysis<TFact> _analysis;
        private readonly ControlFlowGraph _graph;
        private readonly TFact[] _entries;
        private readonly SortedSet<int> _worklist = [];

        /// <summary>For the last block of a finally region: where the branches that run the region go on to.</summary>
        private readonly Dictionary<ControlFlowRegion, HashSet<Continuation>> _continuations = [];

        public Solver(ForwardDataFlowAnalysis<TFact> analysis, ControlFlowGraph graph, TFact entry)
        {
            _analysis = analysis;
            _graph = graph;
            _entries = new TFact[graph.Blocks.Length];
            for (var i = 0; i < _entries.Length; i++)
            {
                _entries[i] = analysis.Lattice.Bottom;
            }

            _entries[0] = entry;
            _worklist.Add(0);
        }

        public bool TryTake(out BasicBlock block)
        {
            if (_worklist.Count == 0)
            {
                block = null!;
                return false;
            }

            var ordinal = _worklist.Min;
            _worklist.Remove(ordinal);
            block = _graph.Blocks[ordinal];
            return true;
        }

        public TFact FactAt(BasicBlock block) => _entries[block.Ordinal];

        public void Visit(BasicBlock block)
        {
            var fact = _entries[block.Ordinal];
            if (fact.Equals(_analysis.Lattice.Bottom))
            {
                return;
            }

            var handlers = HandlersAround(block);
            Throw(fact, handlers);
            foreach (var operation in block.Operations)
            {
                fact = _analysis.Transfer(operation, fact);
                Throw(fact, handlers);
            }

            if (block.BranchValue is { } value)
            {
                fact = _analysis.Transfer(value, fact);
                Throw(fact, handlers);
            }

            if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
            {
                var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
                Follow(conditional, _analysis.TransferCondition(condition, jumpsWhen, fact));
                if (block.FallThroughSuccessor is { } otherwise)
                {
                    Follow(otherwise, _analysis.TransferCondition(condition, !jumpsWhen, fact));
                }
            }
            else if (block.FallThroughSuccessor is { } next)
            {
                Follow(next, fact);
            }
        }

        public DataFlowResult<TFact> ToResult() => new(_graph, [.. _entries]);

        private void Follow(ControlFlowBranch branch, TFact fact)
        {
            if (fact.Equals(_analysis.Lattice.Bottom))
            {
                // No path takes the branch, so nothing continues along it after a finally region either.
                return;
            }

            if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
            {
                EndOfFinally(branch.Source, fact);
            }
            else if (branch.Destination is { } destination)
            {
                Enter(new Continuation(branch.FinallyRegions, 0, destination), fact);
            }
        }

        private void Enter(Continuation target, TFact fact)
        {
            if (target.Next == target.FinallyRegions.Length)
            {
                Join(target.Destination.Ordinal, fact);
                return;
            }

            var region = target.FinallyRegions[target.Next];
            if (!_continuations.TryGetValue(region, out var continuations))
            {
                _continuations.Add(region, continuations = []);
            }

            if (continuations.Add(target.Advance()))
            {
                // The region may have been solved for another branch already: its end has to run again for this one.
                _worklist.Add(region.LastBlockOrdinal);
            }

            Join(region.FirstBlockOrdinal, fact);
        }

        private void EndOfFinally(BasicBlock block, TFact fact)
        {
            if (FinallyAround(block) is not { } region)
            {
                return;
            }

            if (_continuations.TryGetValue(region, out var continuations))
            {
                foreach (var continuation in continuations.ToArray())
                {
                    Enter(continuation, fact);
                }
            }
        }

        private void Throw(TFact fact, ImmutableArray<int> handlers)
        {
            foreach (var handler in handlers)
            {
                Join(handler, fact);
            }
        }

        private void Join(int ordinal, TFact fact)
        {
            var before = _entries[ordinal];
            var after = _analysis.Lattice.Join(before, fact);
            if (!after.Equals(before))
            {
                _entries[ordinal] = after;
                _worklist.Add(ordinal);
            }
        }

        private static ControlFlowRegion? FinallyAround(BasicBlock block)
        {
            for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            {
                if (region.Kind == ControlFlowRegionKind.Finally)
                {
                    return region;
                }

                if (region.Kind == ControlFlowRegionKind.Filter)
                {
                    // A filter that declines ends like a finally region does, but hands the exception on.
                    return null;
                }
            }

            return null;
        }

        private static ImmutableArray<int> HandlersAround(BasicBlock block)
        {
            ImmutableArray<int>.Builder? handlers = null;
            for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            {
                if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { } construct)
                {
                    continue;
                }

                foreach (var handler in construct.NestedRegions)
                {
                    if (handler.Kind != ControlFlowRegionKind.Try)
                    {
                        (handlers ??= ImmutableArray.CreateBuilder<int>()).Add(handler.FirstBlockOrdinal);
                    }
                }
            }

            return handlers is null ? [] : handlers.ToImmutable();
        }
    }

    /// <summary>A branch on its way to <see cref="Destination"/> with the finally regions from <see cref="Next"/> on still to run.</summary>
    private readonly record struct Continuation(ImmutableArray<ControlFlowRegion> FinallyRegions, int Next, BasicBlock Destination)
    {
        public Continuation Advance() => this with { Next = Next + 1 };
    }
}
