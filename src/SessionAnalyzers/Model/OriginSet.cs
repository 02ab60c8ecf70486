using System.Collections;
using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>An immutable set of origins with structural equality.</summary>
internal sealed class OriginSet : IEquatable<OriginSet>, IReadOnlyCollection<Origin>
{
    public static readonly OriginSet Empty = new([]);

    private readonly ImmutableHashSet<Origin> _origins;

    private OriginSet(ImmutableHashSet<Origin> origins) => _origins = origins;

    public int Count => _origins.Count;

    public bool IsEmpty => _origins.IsEmpty;

    public bool HasReads => _origins.Any(static origin => origin is Origin.Read);

    public IEnumerable<SessionAccess> Reads => _origins.OfType<Origin.Read>().Select(static origin => origin.Access);

    public static OriginSet Of(Origin origin) => new([origin]);

    public OriginSet Union(OriginSet other)
    {
        if (other.IsEmpty || ReferenceEquals(this, other))
        {
            return this;
        }

        if (IsEmpty)
        {
            return other;
        }

        var union = _origins.Union(other._origins);
        return ReferenceEquals(union, _origins) ? this : new OriginSet(union);
    }

    public bool Equals(OriginSet? other)
        => ReferenceEquals(this, other) || (other is not null && Sets.AreEqual(_origins, other._origins));

    public override bool Equals(object? obj) => Equals(obj as OriginSet);

    public override int GetHashCode() => _origins.Aggregate(Count, static (hash, origin) => hash ^ origin.GetHashCode());

    public IEnumerator<Origin> GetEnumerator() => _origins.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
