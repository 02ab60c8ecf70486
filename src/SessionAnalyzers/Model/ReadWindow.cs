using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>What has happened since a session read, on some path.</summary>
/// <param name="Awaited">Whether an await came after the read.</param>
/// <param name="HeldAtRead">The lock acquisitions held at the read, on every path.</param>
/// <param name="LoadedWhileHeld">Those of them under which the session was first loaded, on every path, so that the read saw the latest commit.</param>
internal sealed record ReadWindow(bool Awaited, ImmutableHashSet<SyntaxNode> HeldAtRead, ImmutableHashSet<SyntaxNode> LoadedWhileHeld)
{
    public bool Equals(ReadWindow? other)
        => other is not null
            && Awaited == other.Awaited
            && Sets.AreEqual(HeldAtRead, other.HeldAtRead)
            && Sets.AreEqual(LoadedWhileHeld, other.LoadedWhileHeld);

    public override int GetHashCode() => HeldAtRead.Count + (LoadedWhileHeld.Count * 7) + (Awaited ? 1 : 0);

    public ReadWindow Join(ReadWindow other)
        => Equals(other) ? this : new ReadWindow(Awaited || other.Awaited, Sets.Intersect(HeldAtRead, other.HeldAtRead), Sets.Intersect(LoadedWhileHeld, other.LoadedWhileHeld));
}
