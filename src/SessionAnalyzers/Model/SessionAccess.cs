using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>One use of the session by the code at <see cref="Syntax"/>, directly or through a wrapper.</summary>
/// <remarks>Equal when it is the same use: the same code, kind, key and, through a wrapper, the same use inside it.</remarks>
internal sealed class SessionAccess(SessionAccessKind kind, SessionKey key, SyntaxNode syntax, SessionAccess? inner, IMethodSymbol? wrapper) : IEquatable<SessionAccess>
{
    public SessionAccessKind Kind { get; } = kind;

    public SessionKey Key { get; } = key;

    /// <summary>The call, property or expression in the analysed code that makes the access.</summary>
    public SyntaxNode Syntax { get; } = syntax;

    /// <summary>The access in the body of <see cref="Wrapper"/> that this one stands for; null for a direct access or a wrapper without source.</summary>
    public SessionAccess? Inner { get; } = inner;

    /// <summary>The method or accessor through which the session is used; null for members of <c>ISession</c> and its framework extensions.</summary>
    public IMethodSymbol? Wrapper { get; } = wrapper;

    /// <summary>For a write of a value named in the code: the value.</summary>
    public SyntaxNode? Value { get; init; }

    /// <summary>For a write: whether the value is a constant such as a flag.</summary>
    public bool WritesConstant { get; init; }

    /// <summary>For a write: whether the value stands for none, such as an empty string, -1 or null.</summary>
    public bool ResetsValue { get; init; }

    /// <summary>Whether this code names the key, so that rewriting it moves the key: direct, or through a wrapper that takes the key.</summary>
    public bool IsKeySite => Inner is not { Key.IsClosed: true };

    /// <summary>The place in the source that names the key.</summary>
    public SessionAccess KeySite
    {
        get
        {
            var access = this;
            while (!access.IsKeySite && access.Inner is { } inner)
            {
                access = inner;
            }

            return access;
        }
    }

    /// <summary>Where the access is reported: with <c>session?.</c>, the receiver included.</summary>
    public Location Location
        => (Syntax.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == Syntax ? conditional : Syntax).GetLocation();

    public bool Equals(SessionAccess? other)
        => ReferenceEquals(this, other)
            || (other is not null
                && Kind == other.Kind
                && Syntax == other.Syntax
                && Key.Equals(other.Key)
                && (Inner is null ? other.Inner is null : Inner.Equals(other.Inner)));

    public override bool Equals(object? obj) => Equals(obj as SessionAccess);

    public override int GetHashCode() => (Syntax.SpanStart * 31) ^ Syntax.SyntaxTree.GetHashCode() ^ (int)Kind;

    public override string ToString() => Kind + " '" + Key + "'";
}
