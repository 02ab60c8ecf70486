using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>What calling a method or accessor does to the session, in terms of its parameters and its object.</summary>
internal sealed record BodySummary(
    ImmutableArray<SessionEffect> Effects,
    OriginSet Returned,
    ImmutableDictionary<int, OriginSet> Outs,
    ImmutableDictionary<ISymbol, OriginSet> Members)
{
    /// <summary>The summary every fixpoint starts from, and that of a method that does nothing to the session.</summary>
    public static readonly BodySummary Bottom = new(
        [], OriginSet.Empty, ImmutableDictionary<int, OriginSet>.Empty, ImmutableDictionary.Create<ISymbol, OriginSet>(SymbolEqualityComparer.Default));

    public bool Equals(BodySummary? other)
        => other is not null
            && Effects.SequenceEqual(other.Effects)
            && Returned.Equals(other.Returned)
            && Same(Outs, other.Outs)
            && Same(Members, other.Members);

    public override int GetHashCode() => Effects.Length ^ Returned.GetHashCode();

    private static bool Same<TKey>(ImmutableDictionary<TKey, OriginSet> left, ImmutableDictionary<TKey, OriginSet> right)
        where TKey : notnull
        => left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var value) && value.Equals(entry.Value));
}

/// <summary>An access a call makes.</summary>
/// <param name="Access">The access, seen from inside the callee.</param>
/// <param name="Value">For a write, where its value comes from.</param>
/// <param name="AwaitedAfter">For a read, whether the callee awaits between it and its return.</param>
internal sealed record SessionEffect(SessionAccess Access, OriginSet Value, bool AwaitedAfter);
