namespace SessionAnalyzers.Flow;

/// <summary>
/// A join semilattice of facts. For all facts a, b and c:
/// <list type="bullet">
/// <item><c>Join(a, a) = a</c> (idempotent)</item>
/// <item><c>Join(a, b) = Join(b, a)</c> (commutative)</item>
/// <item><c>Join(Join(a, b), c) = Join(a, Join(b, c))</c> (associative)</item>
/// <item><c>Join(Bottom, a) = a</c> (<see cref="Bottom"/> is the fact of unreachable code)</item>
/// </list>
/// Every ascending chain is finite, so a monotone analysis over a finite graph terminates.
/// </summary>
internal interface ILattice<TFact>
    where TFact : IEquatable<TFact>
{
    TFact Bottom { get; }

    TFact Join(TFact left, TFact right);
}
