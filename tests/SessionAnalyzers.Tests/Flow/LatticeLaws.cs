using FsCheck;
using FsCheck.Fluent;
using SessionAnalyzers.Flow;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Flow;

/// <summary>The laws that <see cref="ILattice{TFact}"/> states.</summary>
internal static class LatticeLaws
{
    public static void JoinIsIdempotent<TFact>(ILattice<TFact> lattice, Gen<TFact> facts)
        where TFact : IEquatable<TFact> =>
        Properties.Hold(facts, fact => Assert.True(lattice.Join(fact, fact).Equals(fact)));

    public static void JoinIsCommutative<TFact>(ILattice<TFact> lattice, Gen<TFact> facts)
        where TFact : IEquatable<TFact> =>
        Properties.Hold(facts.Two(), pair => Assert.True(lattice.Join(pair.Item1, pair.Item2).Equals(lattice.Join(pair.Item2, pair.Item1))));

    public static void JoinIsAssociative<TFact>(ILattice<TFact> lattice, Gen<TFact> facts)
        where TFact : IEquatable<TFact> =>
        Properties.Hold(facts.Three(), triple =>
        {
            var (a, b, c) = triple;
            Assert.True(lattice.Join(lattice.Join(a, b), c).Equals(lattice.Join(a, lattice.Join(b, c))));
        });

    public static void BottomIsNeutral<TFact>(ILattice<TFact> lattice, Gen<TFact> facts)
        where TFact : IEquatable<TFact> =>
        Properties.Hold(facts, fact =>
        {
            Assert.True(lattice.Join(lattice.Bottom, fact).Equals(fact));
            Assert.True(lattice.Join(fact, lattice.Bottom).Equals(fact));
        });

    /// <summary>Not a law of its own, but what the others are worth nothing without.</summary>
    public static void EqualFactsHashAlike<TFact>(ILattice<TFact> lattice, Gen<TFact> facts)
        where TFact : IEquatable<TFact> =>
        Properties.Hold(facts.Two(), pair => Assert.Equal(
            lattice.Join(pair.Item1, pair.Item2).GetHashCode(), lattice.Join(pair.Item2, pair.Item1).GetHashCode()));
}
