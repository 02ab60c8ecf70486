using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>
/// What the sets of facts are asked at every step, without the allocation that <see cref="ImmutableHashSet{T}"/> makes each time:
/// most are empty or the same.
/// </summary>
internal static class Sets
{
    public static bool AreEqual<T>(ImmutableHashSet<T> left, ImmutableHashSet<T> right)
    {
        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var item in left)
        {
            if (!right.Contains(item))
            {
                return false;
            }
        }

        return true;
    }

    /// <returns><paramref name="left"/> itself where the other set has all of it.</returns>
    public static ImmutableHashSet<T> Intersect<T>(ImmutableHashSet<T> left, ImmutableHashSet<T> right)
        => left.IsEmpty || AreEqual(left, right) ? left : left.Intersect(right);

    /// <returns><paramref name="left"/> itself where it has all of the other set.</returns>
    public static ImmutableHashSet<T> Union<T>(ImmutableHashSet<T> left, ImmutableHashSet<T> right)
        => right.IsEmpty || ReferenceEquals(left, right) ? left : left.IsEmpty ? right : left.Union(right);
}
