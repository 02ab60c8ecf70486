using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace SessionAnalyzers.Tests.Flow;

public sealed class StateSetTests
{
    private static readonly Gen<StateSet> Sets = Gen.Choose(0, (1 << StateMachine.States) - 1).Select(bits => new StateSet(bits));

    [Fact]
    public void Join_is_idempotent() => LatticeLaws.JoinIsIdempotent(StateSet.Lattice.Instance, Sets);

    [Fact]
    public void Join_is_commutative() => LatticeLaws.JoinIsCommutative(StateSet.Lattice.Instance, Sets);

    [Fact]
    public void Join_is_associative() => LatticeLaws.JoinIsAssociative(StateSet.Lattice.Instance, Sets);

    [Fact]
    public void Bottom_is_neutral() => LatticeLaws.BottomIsNeutral(StateSet.Lattice.Instance, Sets);
}
