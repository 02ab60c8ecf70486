using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>One piece of a session key's text, compared by what it provably is.</summary>
internal abstract record KeyPart
{
    private KeyPart()
    {
    }

    /// <summary>Text known at compile time.</summary>
    public sealed record Text(string Value) : KeyPart
    {
        public override string ToString() => Value;
    }

    /// <summary>A variable, field or property whose value does not change between two reads, with the members followed from it.</summary>
    public sealed record Path(ISymbol Root, string Members) : KeyPart
    {
        public bool Equals(Path? other) => other is not null && SessionSymbols.Same(Root, other.Root) && Members == other.Members;

        public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Root) ^ Members.GetHashCode();

        public override string ToString() => "{" + Root.Name + Members + "}";
    }

    /// <summary>A parameter of the method that contains the access; replaced by the argument at each call.</summary>
    public sealed record Parameter(int Ordinal, string Name, string Members) : KeyPart
    {
        public bool Equals(Parameter? other) => other is not null && Ordinal == other.Ordinal && Members == other.Members;

        public override int GetHashCode() => Ordinal ^ Members.GetHashCode();

        public override string ToString() => "{" + Name + Members + "}";
    }

    /// <summary>A member of the object whose method contains the access; replaced where that object is known at the call.</summary>
    public sealed record InstanceMember(ISymbol Member, string Members) : KeyPart
    {
        public bool Equals(InstanceMember? other) => other is not null && SessionSymbols.Same(Member, other.Member) && Members == other.Members;

        public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Member) ^ Members.GetHashCode();

        public override string ToString() => "{" + Member.Name + Members + "}";
    }

    /// <summary>The name of a type, as <c>typeof(T).Name</c> or <c>FullName</c> gives it.</summary>
    public sealed record TypeName(ITypeSymbol Type, bool Full) : KeyPart
    {
        public bool Equals(TypeName? other) => other is not null && SessionSymbols.Same(Type, other.Type) && Full == other.Full;

        public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Type);

        public override string ToString() => Type.Name;
    }

    /// <summary>A name that does not bind, compared by its text: the code does not compile or lacks a reference.</summary>
    public sealed record UnresolvedName(string Name) : KeyPart
    {
        public override string ToString() => "{" + Name + "}";
    }

    /// <summary>A pure function of other parts, such as <c>ToLower</c> or <c>string.Format</c>.</summary>
    public sealed record Call(string Function, ImmutableArray<SessionKey> Arguments) : KeyPart
    {
        public bool Equals(Call? other) => other is not null && Function == other.Function && Arguments.SequenceEqual(other.Arguments);

        public override int GetHashCode() => Arguments.Aggregate(Function.GetHashCode(), static (hash, argument) => (hash * 31) ^ argument.GetHashCode());

        public override string ToString() => Function + "(" + string.Join(", ", Arguments) + ")";
    }
}
