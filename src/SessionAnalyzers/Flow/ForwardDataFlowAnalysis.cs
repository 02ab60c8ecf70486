using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SessionAnalyzers.Flow;

/// <summary>
/// A forward dataflow analysis over a <see cref="ControlFlowGraph"/>, solved with a worklist ordered by block.
/// Operations of a block run in order; any of them may throw into the handlers around it; a branch that leaves a try block
/// runs its finally regions first. A finally region is analysed apart for each branch through it and for exceptions, so that
/// what holds on one way does not show on another: every lock, using and foreach is one. The regions of a lambda's graph are
/// nested in those of the graph around it; a graph's own end at its root.
/// </summary>
internal abstract class ForwardDataFlowAnalysis<TFact>(ILattice<TFact> lattice)
    where TFact : IEquatable<TFact>
{
    protected ILattice<TFact> Lattice { get; } = lattice;

    /// <summary>The fact after <paramref name="operation"/>, a statement or branch value of a block. Must be monotone.</summary>
    protected abstract TFact Transfer(IOperation operation, TFact fact);

    /// <summary>What is known in addition on the edge where <paramref name="condition"/> had the given value.</summary>
    protected virtual TFact TransferCondition(IOperation condition, bool value, TFact fact) => fact;

    /// <summary>What of a fact still holds in the handlers around a block, when one of its operations throws.</summary>
    protected virtual TFact TransferException(TFact fact) => fact;

    /// <summary>The steps that a block with this fact at its entry costs: more than one where facts grow with the code.</summary>
    protected virtual int StepsFor(TFact fact) => 1;

    /// <returns>The fixpoint, or null when the budget was exhausted before it was reached.</returns>
    public DataFlowResult<TFact>? Run(ControlFlowGraph graph, TFact entry, StepBudget budget, CancellationToken cancellationToken)
    {
        var solver = new Solver(this, graph, entry);
        while (solver.TryTake(out var point))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!budget.TrySpend(StepsFor(solver.FactAt(point))))
            {
                return null;
            }

            solver.Visit(point);
        }

        return solver.ToResult();
    }

    private sealed class Solver
    {
        private readonly ForwardDataFlowAnalysis<TFact> _analysis;
        private readonly ControlFlowGraph _graph;
        private readonly Dictionary<Point, TFact> _entries = [];
        private readonly SortedSet<Point> _worklist = [];

        /// <summary>The runs of finally regions, so that equal ones are one.</summary>
        private readonly Dictionary<(ControlFlowRegion Region, Continuation Then, FinallyRun? Around), FinallyRun> _finallyRuns = [];

        public Solver(ForwardDataFlowAnalysis<TFact> analysis, ControlFlowGraph graph, TFact entry)
        {
            _analysis = analysis;
            _graph = graph;
            Join(graph.Blocks[0], run: null, entry);
        }

        public bool TryTake(out Point point)
        {
            point = _worklist.Min;
            return _worklist.Remove(point);
        }

        public TFact FactAt(Point point) => _entries[point];

        public void Visit(Point point)
        {
            var block = _graph.Blocks[point.Ordinal];
            var fact = _entries[point];
            Throw(block, point.Run, fact);
            foreach (var operation in block.Operations)
            {
                fact = _analysis.Transfer(operation, fact);
                Throw(block, point.Run, fact);
            }

            if (block.BranchValue is { } value)
            {
                fact = _analysis.Transfer(value, fact);
                Throw(block, point.Run, fact);
            }

            if (block.ConditionalSuccessor is { } conditional && block.BranchValue is { } condition)
            {
                var jumpsWhen = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
                Follow(conditional, point.Run, _analysis.TransferCondition(condition, jumpsWhen, fact));
                if (block.FallThroughSuccessor is { } otherwise)
                {
                    Follow(otherwise, point.Run, _analysis.TransferCondition(condition, !jumpsWhen, fact));
                }
            }
            else if (block.FallThroughSuccessor is { } next)
            {
                Follow(next, point.Run, fact);
            }
        }

        public DataFlowResult<TFact> ToResult()
        {
            var entries = new TFact[_graph.Blocks.Length];
            for (var i = 0; i < entries.Length; i++)
            {
                entries[i] = _analysis.Lattice.Bottom;
            }

            foreach (var entry in _entries)
            {
                entries[entry.Key.Ordinal] = _analysis.Lattice.Join(entries[entry.Key.Ordinal], entry.Value);
            }

            return new(_graph, [.. entries]);
        }

        private void Follow(ControlFlowBranch branch, FinallyRun? run, TFact fact)
        {
            if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
            {
                // A filter that declines ends like a finally region does, but hands the exception on.
                if (run is { Then: { Destination: not null } then } && EndsFinally(branch.Source, run.Region))
                {
                    Enter(then, run.Around, fact);
                }
            }
            else if (branch.Destination is { } destination)
            {
                Enter(new Continuation(branch.FinallyRegions, 0, destination), run, fact);
            }
        }

        private void Enter(Continuation target, FinallyRun? run, TFact fact)
        {
            if (target.Next == target.FinallyRegions.Length)
            {
                Join(target.Destination!, run, fact);
            }
            else
            {
                var region = target.FinallyRegions[target.Next];
                Join(_graph.Blocks[region.FirstBlockOrdinal], RunOf(region, target.Advance(), run), fact);
            }
        }

        /// <summary>An exception reaches the handlers around a block; a finally region that it runs goes on to nothing of its own.</summary>
        private void Throw(BasicBlock block, FinallyRun? run, TFact fact)
        {
            fact = _analysis.TransferException(fact);
            for (var region = block.EnclosingRegion; region is { Kind: not ControlFlowRegionKind.Root }; region = region.EnclosingRegion)
            {
                if (run is not null && region == run.Region)
                {
                    run = run.Around;
                }

                if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } construct })
                {
                    continue;
                }

                foreach (var handler in construct.NestedRegions)
                {
                    if (handler.Kind != ControlFlowRegionKind.Try)
                    {
                        Join(_graph.Blocks[handler.FirstBlockOrdinal], handler.Kind == ControlFlowRegionKind.Finally ? RunOf(handler, default, run) : run, fact);
                    }
                }
            }
        }

        private void Join(BasicBlock block, FinallyRun? run, TFact fact)
        {
            if (fact.Equals(_analysis.Lattice.Bottom))
            {
                // No path comes this way, so nothing continues from here after a finally region either.
                return;
            }

            var point = new Point(block.Ordinal, run);
            var after = _entries.TryGetValue(point, out var before) ? _analysis.Lattice.Join(before, fact) : fact;
            if (before is null || !after.Equals(before))
            {
                _entries[point] = after;
                _worklist.Add(point);
            }
        }

        private FinallyRun RunOf(ControlFlowRegion region, Continuation then, FinallyRun? around)
        {
            if (!_finallyRuns.TryGetValue((region, then, around), out var run))
            {
                _finallyRuns.Add((region, then, around), run = new FinallyRun(_finallyRuns.Count + 1, region, then, around));
            }

            return run;
        }

        private static bool EndsFinally(BasicBlock block, ControlFlowRegion finallyRegion)
        {
            var region = block.EnclosingRegion;
            while (region is { Kind: not (ControlFlowRegionKind.Finally or ControlFlowRegionKind.Filter or ControlFlowRegionKind.Root) })
            {
                region = region.EnclosingRegion;
            }

            return region == finallyRegion;
        }
    }

    /// <summary>A block, in one run of the finally regions around it.</summary>
    private readonly record struct Point(int Ordinal, FinallyRun? Run) : IComparable<Point>
    {
        public int CompareTo(Point other) => (Ordinal, Run?.Number ?? 0).CompareTo((other.Ordinal, other.Run?.Number ?? 0));
    }

    /// <summary>One way through a finally region: what it goes on to, and the run of the finally region around it.</summary>
    private sealed class FinallyRun(int number, ControlFlowRegion region, Continuation then, FinallyRun? around)
    {
        public int Number { get; } = number;

        public ControlFlowRegion Region { get; } = region;

        /// <summary>Default where an exception runs the region.</summary>
        public Continuation Then { get; } = then;

        public FinallyRun? Around { get; } = around;
    }

    /// <summary>A branch on its way to <see cref="Destination"/> with the finally regions from <see cref="Next"/> on still to run.</summary>
    private readonly record struct Continuation(ImmutableArray<ControlFlowRegion> FinallyRegions, int Next, BasicBlock? Destination)
    {
        public Continuation Advance() => this with { Next = Next + 1 };
    }
}
