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

        var values = Join(left.Values, right.Values, static (a, b) => a.Union(b));
        var members = JoinMembers(left.Members, right.Members);
        var reads = Join(left.Reads, right.Reads, static (a, b) => a.Join(b));
        var heldLocks = Sets.Intersect(left.HeldLocks, right.HeldLocks);
        var loadedWhileHeld = Sets.Intersect(left.LoadedWhileHeld, right.LoadedWhileHeld);
        var uncommittedWrites = Sets.Union(left.UncommittedWrites, right.UncommittedWrites);
        var isTouched = left.IsTouched || right.IsTouched;
        return ReferenceEquals(values, left.Values) && ReferenceEquals(members, left.Members) && ReferenceEquals(reads, left.Reads)
            && ReferenceEquals(heldLocks, left.HeldLocks) && ReferenceEquals(loadedWhileHeld, left.LoadedWhileHeld) && ReferenceEquals(uncommittedWrites, left.UncommittedWrites)
            && isTouched == left.IsTouched
                ? left
                : new SessionFact(values, members, reads, heldLocks, loadedWhileHeld, uncommittedWrites, isTouched, IsReachable: true);
    }

    /// <summary>On a way that does not assign a member of the object itself, it still holds what it held before.</summary>
    private static ImmutableDictionary<StorageLocation, OriginSet> JoinMembers(ImmutableDictionary<StorageLocation, OriginSet> left, ImmutableDictionary<StorageLocation, OriginSet> right)
    {
        var joined = Join(left, right, static (a, b) => a.Union(b));
        if (!ReferenceEquals(left, right))
        {
            foreach (var entry in joined)
            {
                if (SessionFact.Initially(entry.Key) is { IsEmpty: false } before && !(left.ContainsKey(entry.Key) && right.ContainsKey(entry.Key)))
                {
                    joined = joined.SetItem(entry.Key, entry.Value.Union(before));
                }
            }
        }

        return joined;
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

        // Facts that meet have most of their content in common: what is the same on both sides is not written again.
        var joined = default(ImmutableDictionary<TKey, TValue>.Builder);
        foreach (var entry in right)
        {
            if (!left.TryGetValue(entry.Key, out var value))
            {
                (joined ??= left.ToBuilder()).Add(entry);
            }
            else if (join(value, entry.Value) is var both && !both.Equals(value))
            {
                (joined ??= left.ToBuilder())[entry.Key] = both;
            }
        }

        return joined?.ToImmutable() ?? left;
    }
}
