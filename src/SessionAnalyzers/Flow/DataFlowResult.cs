using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace SessionAnalyzers.Flow;

/// <summary>The fixpoint of one <see cref="ForwardDataFlowAnalysis{TFact}"/>: the fact that holds where each block begins.</summary>
internal sealed class DataFlowResult<TFact>(ControlFlowGraph graph, ImmutableArray<TFact> blockEntries)
    where TFact : IEquatable<TFact>
{
    public ControlFlowGraph Graph { get; } = graph;

    /// <summary>The fact at the end of every path that leaves the graph normally.</summary>
    public TFact Exit => blockEntries[blockEntries.Length - 1];

    public TFact AtEntryOf(BasicBlock block) => blockEntries[block.Ordinal];
}
