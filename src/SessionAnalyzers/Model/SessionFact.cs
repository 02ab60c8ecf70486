using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>What is known of the session at one point of a body. Immutable.</summary>
/// <param name="Values">What variables hold, apart from their members.</param>
/// <param name="Members">What members of variables hold: few even where there are many variables, so they are kept apart and searched.</param>
/// <param name="Reads">The reads that were made.</param>
/// <param name="HeldLocks">The acquisitions of the locks that are held.</param>
/// <param name="LoadedWhileHeld">Those of them under which the session was loaded first.</param>
/// <param name="UncommittedWrites">The writes made since a lock was last released.</param>
/// <param name="IsTouched">Whether the session was used at all.</param>
/// <param name="IsReachable">Whether the point is reached.</param>
internal sealed record SessionFact(
    ImmutableDictionary<StorageLocation, OriginSet> Values,
    ImmutableDictionary<StorageLocation, OriginSet> Members,
    ImmutableDictionary<SessionAccess, ReadWindow> Reads,
    ImmutableHashSet<SyntaxNode> HeldLocks,
    ImmutableHashSet<SyntaxNode> LoadedWhileHeld,
    ImmutableHashSet<SessionAccess> UncommittedWrites,
    bool IsTouched,
    bool IsReachable)
{
    private static readonly ImmutableHashSet<SyntaxNode> NoNodes = [];

    /// <summary>The fact of code that is never reached.</summary>
    public static readonly SessionFact Unreachable = new(
        ImmutableDictionary<StorageLocation, OriginSet>.Empty, ImmutableDictionary<StorageLocation, OriginSet>.Empty, ImmutableDictionary<SessionAccess, ReadWindow>.Empty, NoNodes, NoNodes, [], IsTouched: false, IsReachable: false);

    /// <summary>The fact at the start of a body.</summary>
    public static readonly SessionFact Entry = Unreachable with { IsReachable = true };

    public OriginSet this[StorageLocation location] => MapOf(location).TryGetValue(location, out var origins) ? origins : Initially(location);

    /// <summary>What a variable or member holds at the start of a body: a member of the object itself what it held before.</summary>
    public static OriginSet Initially(StorageLocation location)
        => location.Member is { } member && location.Root == StorageLocation.This ? OriginSet.Of(new Origin.Member(member)) : OriginSet.Empty;

    public bool Equals(SessionFact? other)
        => ReferenceEquals(this, other)
            || (other is not null
                && IsReachable == other.IsReachable
                && IsTouched == other.IsTouched
                && Same(Values, other.Values)
                && Same(Members, other.Members)
                && Same(Reads, other.Reads)
                && Sets.AreEqual(HeldLocks, other.HeldLocks)
                && Sets.AreEqual(LoadedWhileHeld, other.LoadedWhileHeld)
                && Sets.AreEqual(UncommittedWrites, other.UncommittedWrites));

    public override int GetHashCode() => (Values.Count * 31) ^ Reads.Count;

    /// <summary>All that a variable holds: the object and what was stored in its members.</summary>
    public OriginSet Whole(object root)
    {
        var whole = this[new StorageLocation(root, null)];
        if (Members.IsEmpty)
        {
            return whole;
        }

        foreach (var entry in Members)
        {
            if (entry.Key.HasRoot(root))
            {
                whole = whole.Union(entry.Value);
            }
        }

        return whole;
    }

    public SessionFact Set(StorageLocation location, OriginSet origins)
        => origins.IsEmpty && location.Root != StorageLocation.This
            ? MapOf(location).ContainsKey(location) ? WithMap(location, MapOf(location).Remove(location)) : this
            : WithMap(location, MapOf(location).SetItem(location, origins));

    public SessionFact Add(StorageLocation location, OriginSet origins)
        => origins.IsEmpty ? this : WithMap(location, MapOf(location).SetItem(location, this[location].Union(origins)));

    public SessionFact Forget(object root)
    {
        var values = Values.Remove(new StorageLocation(root, null));
        var members = Members;
        if (!Members.IsEmpty)
        {
            foreach (var entry in Members)
            {
                if (entry.Key.HasRoot(root))
                {
                    members = members.Remove(entry.Key);
                }
            }
        }

        return values == Values && members == Members ? this : this with { Values = values, Members = members };
    }

    private ImmutableDictionary<StorageLocation, OriginSet> MapOf(StorageLocation location) => location.Member is null ? Values : Members;

    private SessionFact WithMap(StorageLocation location, ImmutableDictionary<StorageLocation, OriginSet> map)
        => location.Member is null ? this with { Values = map } : this with { Members = map };

    private static bool Same<TKey, TValue>(ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
        where TKey : notnull
        where TValue : IEquatable<TValue>
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var entry in left)
        {
            if (!right.TryGetValue(entry.Key, out var value) || !value.Equals(entry.Value))
            {
                return false;
            }
        }

        return true;
    }
}
