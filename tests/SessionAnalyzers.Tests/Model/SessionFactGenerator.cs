using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Tests.Model;

/// <summary>Generates what may be known at a point that is reached.</summary>
internal static class SessionFactGenerator
{
    public static Gen<SessionFact> Reachable(StorageLocation[] locations, Origin[] origins, SessionAccess[] accesses, SyntaxNode[] locks)
    {
        Gen<OriginSet> originSets = Gen.SubListOf(origins).Select(chosen => chosen.Aggregate(OriginSet.Empty, (set, origin) => set.Union(OriginSet.Of(origin))));
        Gen<ImmutableHashSet<SyntaxNode>> lockSets = Gen.SubListOf(locks).Select(chosen => chosen.ToImmutableHashSet());
        Gen<ReadWindow> windows =
            from awaited in Gen.Elements(false, true)
            from held in lockSets
            from loaded in lockSets
            select new ReadWindow(awaited, held, loaded.Intersect(held));

        return
            from known in Gen.SubListOf(locations)
            from values in originSets.ArrayOf(locations.Length)
            from reads in Gen.SubListOf(accesses)
            from readWindows in windows.ArrayOf(accesses.Length)
            from held in lockSets
            from loaded in lockSets
            from writes in Gen.SubListOf(accesses)
            from touched in Gen.Elements(false, true)
            select new SessionFact(
                known.Zip(values).Where(entry => entry.First.Member is null).ToImmutableDictionary(entry => entry.First, entry => entry.Second),
                known.Zip(values).Where(entry => entry.First.Member is not null).ToImmutableDictionary(entry => entry.First, entry => entry.Second),
                reads.Zip(readWindows).ToImmutableDictionary(entry => entry.First, entry => entry.Second),
                held,
                loaded.Intersect(held),
                [.. writes],
                touched,
                IsReachable: true);
    }
}
