using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>Finds, in one graph, the writes and removals that run only for one outcome of reading their key.</summary>
internal sealed class DecisionRecorder(ControlFlowGraph graph)
{
    private static readonly string[] EffectVerbs =
    [
        "Save", "Add", "Insert", "Update", "Delete", "Send", "Create", "Publish", "Enqueue", "Increment", "Post", "Execute", "Charge", "Pay", "Vote", "Like",
        "Record", "Register", "Submit", "Notify", "Issue", "Grant", "Award", "Redeem", "Apply", "Track", "Count", "Place", "Confirm", "Complete", "Mark",
    ];

    private readonly List<(BasicBlock Block, OriginSet Origins, bool Compares)> _branches = [];
    private readonly List<(BasicBlock Block, SessionAccess Access, ImmutableArray<SessionAccess> ReadsUnderLock)> _acts = [];
    private readonly HashSet<BasicBlock> _effects = [];
    private readonly ControlDependence _dependence = new(graph);
    private BasicBlock _block = graph.Blocks[0];

    public void Enter(BasicBlock block) => _block = block;

    public void Branch(IOperation condition, OriginSet origins, bool compares)
    {
        if (origins.HasReads)
        {
            _branches.Add((_block, origins, compares));
        }
    }

    /// <param name="access">The write or removal.</param>
    /// <param name="readsUnderLock">The reads that share a lock with it, the session being loaded under it.</param>
    public void Act(SessionAccess access, ImmutableArray<SessionAccess> readsUnderLock) => _acts.Add((_block, access, readsUnderLock));

    public void Call(IInvocationOperation invocation)
    {
        if (!IsOfThePage(invocation.TargetMethod.ContainingType))
        {
            Call(invocation.TargetMethod.Name);
        }
    }

    public void Call(string name)
    {
        if (EffectVerbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal)))
        {
            _effects.Add(_block);
        }
    }

    /// <summary><c>post.Votes++</c>, <c>post.Votes += 1</c>.</summary>
    public void CompoundAssignment(IOperation target)
    {
        if (target is IMemberReferenceOperation { Instance: not null } or IArrayElementReferenceOperation or IFieldReferenceOperation { Field.IsStatic: true })
        {
            _effects.Add(_block);
        }
    }

    public void Record(BodyRecorder recorder)
    {
        foreach (var (block, act, readsUnderLock) in _acts)
        {
            foreach (var (branching, origins, compares) in _branches)
            {
                if (CheckOf(act, origins) is { } check
                    && check.Syntax != act.Syntax
                    && !(readsUnderLock.Contains(check) && recorder.IsCommittedWhileHeld(act))
                    && _dependence.Decides(branching, block, out var jumps)
                    && KindOf(act, branching, jumps, compares) is { } kind)
                {
                    recorder.CheckThenAct(new CheckThenActRelation(check, act, kind));
                    break;
                }
            }
        }
    }

    /// <summary>The first read of the key among those that a condition depends on.</summary>
    private static SessionAccess? CheckOf(SessionAccess act, OriginSet origins)
    {
        SessionAccess? first = null;
        foreach (var origin in origins)
        {
            if (origin is Origin.Read { Access: var read } && read.Key.Matches(act.Key)
                && (first is null || BodyRecorder.Position(read).CompareTo(BodyRecorder.Position(first)) < 0))
            {
                first = read;
            }
        }

        return first;
    }

    private CheckThenActKind? KindOf(SessionAccess act, BasicBlock branching, bool jumps, bool compares) => act.Kind switch
    {
        SessionAccessKind.Write when act.WritesConstant && !compares && HasEffect(branching, jumps) => CheckThenActKind.ClaimOnce,
        SessionAccessKind.Remove when compares => CheckThenActKind.ConsumeToken,
        _ => null,
    };

    /// <summary>Whether the same outcome also decides over something that cannot be taken back.</summary>
    private bool HasEffect(BasicBlock branching, bool jumps)
        => _effects.Any(block => _dependence.Decides(branching, block, out var sameWay) && sameWay == jumps);

    /// <summary>What is gone with the response: view data, model state, logs, collections in memory.</summary>
    private static bool IsOfThePage(ITypeSymbol? type)
        => type is not null
            && (type.Name is "ModelStateDictionary" or "ViewDataDictionary" or "ITempDataDictionary" or "IResponseCookies" or "StringBuilder"
                || type.Name.EndsWith("Extensions", StringComparison.Ordinal) && type.ContainingNamespace?.ToDisplayString().StartsWith("Microsoft.Extensions", StringComparison.Ordinal) == true
                || type.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) == true);
}
