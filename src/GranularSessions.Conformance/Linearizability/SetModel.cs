using System.Numerics;

namespace GranularSessions.Conformance.Linearizability;

internal enum SetAction
{
    Add,
    Remove,
    Contains,
    Count,
    Read,
    Clear,
}

internal sealed record SetCall(string Key, SetAction Action, int Member = 0);

/// <param name="Value">1 or 0 for yes or no, a count, or the members as bits.</param>
internal readonly record struct SetAnswer(ulong Value);

/// <summary>Sets of the members 0 to 63.</summary>
internal sealed class SetModel : SequentialModel<ulong, SetCall, SetAnswer>
{
    public override ulong Initial => 0;

    public override string ObjectOf(SetCall call) => call.Key;

    public override IReadOnlyList<(ulong Next, SetAnswer Answer)> Apply(ulong state, SetCall call)
    {
        var member = 1UL << call.Member;
        var isMember = (state & member) != 0;
        return [call.Action switch
        {
            SetAction.Add => (state | member, new(isMember ? 0UL : 1UL)),
            SetAction.Remove => (state & ~member, new(isMember ? 1UL : 0UL)),
            SetAction.Contains => (state, new(isMember ? 1UL : 0UL)),
            SetAction.Count => (state, new((ulong)BitOperations.PopCount(state))),
            SetAction.Read => (state, new(state)),
            _ => (0UL, new(state == 0 ? 0UL : 1UL)),
        }];
    }
}
