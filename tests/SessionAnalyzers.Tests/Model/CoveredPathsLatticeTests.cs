using FsCheck;
using FsCheck.Fluent;
using SessionAnalyzers.Model;
using SessionAnalyzers.Tests.Flow;
using Xunit;

namespace SessionAnalyzers.Tests.Model;

public sealed class CoveredPathsLatticeTests
{
    private static readonly Gen<CoveredPathsFact> Facts = Gen.Elements(new CoveredPathsFact(false, false), new CoveredPathsFact(true, false), new CoveredPathsFact(false, true), new CoveredPathsFact(true, true));

    [Fact]
    public void Join_is_idempotent() => LatticeLaws.JoinIsIdempotent(CoveredPathsLattice.Instance, Facts);

    [Fact]
    public void Join_is_commutative() => LatticeLaws.JoinIsCommutative(CoveredPathsLattice.Instance, Facts);

    [Fact]
    public void Join_is_associative() => LatticeLaws.JoinIsAssociative(CoveredPathsLattice.Instance, Facts);

    [Fact]
    public void Bottom_is_neutral() => LatticeLaws.BottomIsNeutral(CoveredPathsLattice.Instance, Facts);

    [Fact]
    public void Equal_facts_hash_alike() => LatticeLaws.EqualFactsHashAlike(CoveredPathsLattice.Instance, Facts);
}
