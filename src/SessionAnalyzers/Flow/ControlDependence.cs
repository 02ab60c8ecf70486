using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SessionAnalyzers.Flow;

/// <summary>Which branches decide whether a block runs: those where one way leads to the block and the other never does.</summary>
internal sealed class ControlDependence(ControlFlowGraph graph)
{
    private readonly Dictionary<int, HashSet<int>> _reachable = [];

    /// <summary>Whether the branch at the end of <paramref name="branching"/> decides if <paramref name="block"/> runs.</summary>
    /// <param name="branching">A block of the graph.</param>
    /// <param name="block">A block of the graph.</param>
    /// <param name="jumps">Whether the block is reached through the conditional successor.</param>
    public bool Decides(BasicBlock branching, BasicBlock block, out bool jumps)
    {
        jumps = false;
        if (branching.ConditionalSuccessor is not { } conditional || branching.FallThroughSuccessor is not { } otherwise)
        {
            return false;
        }

        jumps = Reaches(conditional, block);
        return jumps != Reaches(otherwise, block);
    }

    private bool Reaches(ControlFlowBranch branch, BasicBlock block)
        => Targets(branch).Any(target => ReachableFrom(target).Contains(block.Ordinal));

    private HashSet<int> ReachableFrom(BasicBlock start)
    {
        if (_reachable.TryGetValue(start.Ordinal, out var reached))
        {
            return reached;
        }

        reached = [start.Ordinal];
        var pending = new Stack<BasicBlock>();
        pending.Push(start);
        while (pending.Count > 0)
        {
            var block = pending.Pop();
            foreach (var target in Targets(block.ConditionalSuccessor).Concat(Targets(block.FallThroughSuccessor)))
            {
                if (reached.Add(target.Ordinal))
                {
                    pending.Push(target);
                }
            }
        }

        _reachable.Add(start.Ordinal, reached);
        return reached;
    }

    /// <summary>Where a branch leads: through finally regions, each of which may throw, to its destination.</summary>
    private IEnumerable<BasicBlock> Targets(ControlFlowBranch? branch)
    {
        if (branch is null)
        {
            yield break;
        }

        foreach (var region in branch.FinallyRegions)
        {
            yield return graph.Blocks[region.FirstBlockOrdinal];
        }

        if (branch.Destination is { } destination)
        {
            yield return destination;
        }
    }
}
