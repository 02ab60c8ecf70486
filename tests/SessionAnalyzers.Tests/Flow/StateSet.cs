using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>
/// Which states a <see cref="StateMachine"/> may be in at a point of a program; empty where the point is never reached.
/// The join of a set of paths is then the set of their last states, so an analysis can be compared with walking the paths.
/// </summary>
internal readonly record struct StateSet(int Bits)
{
    public static readonly StateSet Initial = Of(0);

    public static StateSet Of(int state) => new(1 << state);

    public bool IsEmpty => Bits == 0;

    public static StateSet operator |(StateSet left, StateSet right) => new(left.Bits | right.Bits);

    public bool IsSubsetOf(StateSet other) => (Bits & ~other.Bits) == 0;

    public StateSet Where(Func<int, bool> predicate) => Select(state => predicate(state) ? Of(state) : default);

    public StateSet Advance(int function) => Select(state => Of(StateMachine.Step(function, state)));

    public StateSet Select(Func<int, StateSet> function)
    {
        StateSet result = default;
        for (int state = 0; state < StateMachine.States; state++)
        {
            if ((Bits & (1 << state)) != 0)
            {
                result |= function(state);
            }
        }

        return result;
    }

    public override string ToString()
    {
        int bits = Bits;
        return "{" + string.Join(",", Enumerable.Range(0, StateMachine.States).Where(state => (bits & (1 << state)) != 0)) + "}";
    }

    /// <summary>Sets under union.</summary>
    internal sealed class Lattice : ILattice<StateSet>
    {
        public static readonly Lattice Instance = new();

        public StateSet Bottom => default;

        public StateSet Join(StateSet left, StateSet right) => left | right;
    }
}
