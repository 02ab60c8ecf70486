using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>Both members are what may be.</summary>
internal sealed class CoveredPathsLattice : ILattice<CoveredPathsFact>
{
    public static readonly CoveredPathsLattice Instance = new();

    public CoveredPathsFact Bottom => default;

    public CoveredPathsFact Join(CoveredPathsFact left, CoveredPathsFact right)
        => new(left.Uncovered || right.Uncovered, left.PassedUncovered || right.PassedUncovered);
}
