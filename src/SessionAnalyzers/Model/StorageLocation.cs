using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>A variable (local, parameter, field, flow capture, or the object itself), or a member of what it holds.</summary>
internal readonly struct StorageLocation(object root, ISymbol? member) : IEquatable<StorageLocation>
{
    /// <summary>The root of <c>this</c>.</summary>
    public static readonly object This = new();

    public object Root { get; } = root;

    public ISymbol? Member { get; } = member;

    public bool HasRoot(object other) => Root is ISymbol symbol && other is ISymbol otherSymbol ? SessionSymbols.Same(symbol, otherSymbol) : Root.Equals(other);

    public bool Equals(StorageLocation other) => SessionSymbols.Same(Member, other.Member) && HasRoot(other.Root);

    public override bool Equals(object? obj) => obj is StorageLocation other && Equals(other);

    public override int GetHashCode()
        => (Root is ISymbol symbol ? SymbolEqualityComparer.Default.GetHashCode(symbol) : Root.GetHashCode())
            ^ (Member is null ? 0 : SymbolEqualityComparer.Default.GetHashCode(Member) * 31);
}
