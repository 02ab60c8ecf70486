using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>Where a value comes from, as far as the session is concerned.</summary>
internal abstract record Origin
{
    private Origin()
    {
    }

    /// <summary>The result of reading the session.</summary>
    public sealed record Read(SessionAccess Access) : Origin;

    /// <summary>What the caller passed.</summary>
    public sealed record Parameter(int Ordinal) : Origin;

    /// <summary>What a field or property of the object held when the method was entered.</summary>
    public sealed record Member(ISymbol Symbol) : Origin
    {
        public bool Equals(Member? other) => other is not null && SessionSymbols.Same(Symbol, other.Symbol);

        public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol);
    }

    /// <summary>The object whose method is analysed.</summary>
    public sealed record This : Origin;
}
