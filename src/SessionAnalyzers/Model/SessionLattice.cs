using System.Collections.Immutable;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>Provenance and awaits are what may be; locks held and loads under them are what must be.</summary>
internal sealed class SessionLattice : ILattice<SessionFact>
{
    public static readonly SessionLattice Instance = new();

    public SessionFact Bottom => SessionFact.Unreachable;

    public SessionFact Join(SessionFact left, SessionFact right)
    {
        if (!left.IsReachable || ReferenceEquals(left, right))
        {
            return right;
        }

        if (!right.IsReachable)
        {
            return left;
        }

        return new SessionFact(
            Join(left.Values, right.Values, static (a, b) => a.Union(b)),
            Join(left.Reads, right.Reads, static (a, b) => a.Join(b)),
            left.HeldLocks.Intersect(right.HeldLocks),
            left.LoadedWhileHeld.Intersect(right.LoadedWhileHeld),
            left.UncommittedWrites.Union(right.UncommittedWrites),
            left.IsTouched || right.IsTouched,
            IsReachable: true);
    }

    private static ImmutableDictionary<TKey, TValue> Join<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right, Func<TValue, TValue, TValue> join)
        where TKey : notnull
        where TValue : IEquatable<TValue>
    {
        if (ReferenceEquals(left, right) || right.IsEmpty)
        {
            return left;
        }

        if (left.IsEmpty)
        {
            return right;
        }

        var joined = left.ToBuilder();
        foreach (var entry in right)
        {
            joined[entry.Key] = joined.TryGetValue(entry.Key, out var value) ? join(value, entry.Value) : entry.Value;
        }

        return joined.ToImmutable();
    }
}
