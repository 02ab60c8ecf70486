using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>
/// The key of a session access as far as it can be known: a composition of parts, or unknown.
/// Two known keys that are equal are provably the same key; nothing is said of two that are not.
/// </summary>
internal sealed class SessionKey : IEquatable<SessionKey>
{
    public static readonly SessionKey Unknown = new([], isKnown: false);

    private SessionKey(ImmutableArray<KeyPart> parts, bool isKnown)
    {
        Parts = parts;
        IsKnown = isKnown;
    }

    public ImmutableArray<KeyPart> Parts { get; }

    public bool IsKnown { get; }

    /// <summary>The key's text where the compiler knows it.</summary>
    public string? ConstantValue => IsKnown && Parts.Length == 1 && Parts[0] is KeyPart.Text text ? text.Value : null;

    /// <summary>Whether the key names the same session item whoever calls the method: no part is left to a caller.</summary>
    public bool IsClosed => IsKnown && Parts.All(IsClosedPart);

    public static SessionKey Constant(string value) => new([new KeyPart.Text(value)], isKnown: true);

    public static SessionKey Of(KeyPart part) => new([part], isKnown: true);

    public static SessionKey Concat(IEnumerable<SessionKey> keys)
    {
        var parts = ImmutableArray.CreateBuilder<KeyPart>();
        foreach (var key in keys)
        {
            if (!key.IsKnown)
            {
                return Unknown;
            }

            foreach (var part in key.Parts)
            {
                if (part is KeyPart.Text text && parts.Count > 0 && parts[parts.Count - 1] is KeyPart.Text previous)
                {
                    parts[parts.Count - 1] = new KeyPart.Text(previous.Value + text.Value);
                }
                else
                {
                    parts.Add(part);
                }
            }
        }

        return new SessionKey(parts.ToImmutable(), isKnown: true);
    }

    /// <summary>Whether both keys are provably the same.</summary>
    public bool Matches(SessionKey other) => IsKnown && Equals(other);

    /// <summary>Whether both keys may be the same: only of two texts is it known that they are not.</summary>
    public bool MayMatch(SessionKey other) => ConstantValue is not { } text || other.ConstantValue is not { } otherText || text == otherText;

    /// <summary>The key as a caller sees it.</summary>
    public SessionKey Substitute(Func<KeyPart, SessionKey> replace)
        => IsKnown ? Concat(Parts.Select(part => part is KeyPart.Call call ? SubstituteArguments(call, replace) : replace(part))) : this;

    /// <summary>The key that a member of this one's value gives: known where this is a single variable.</summary>
    public SessionKey Follow(string members)
    {
        if (!IsKnown || members.Length == 0)
        {
            return this;
        }

        return Parts.Length != 1 ? Unknown : Parts[0] switch
        {
            KeyPart.Path path => Of(path with { Members = path.Members + members }),
            KeyPart.Parameter parameter => Of(parameter with { Members = parameter.Members + members }),
            KeyPart.InstanceMember member => Of(member with { Members = member.Members + members }),
            KeyPart.UnresolvedName name => Of(new KeyPart.UnresolvedName(name.Name + members)),
            _ => Unknown,
        };
    }

    public bool Equals(SessionKey? other) => other is not null && IsKnown == other.IsKnown && Parts.SequenceEqual(other.Parts);

    public override bool Equals(object? obj) => Equals(obj as SessionKey);

    public override int GetHashCode() => Parts.Aggregate(0, static (hash, part) => (hash * 31) ^ part.GetHashCode());

    /// <summary>The key as messages show it: its text, with what is not constant in braces.</summary>
    public override string ToString()
    {
        if (!IsKnown)
        {
            return "?";
        }

        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            text.Append(part);
        }

        return text.ToString();
    }

    private static SessionKey SubstituteArguments(KeyPart.Call call, Func<KeyPart, SessionKey> replace)
    {
        var arguments = call.Arguments.Select(argument => argument.Substitute(replace)).ToImmutableArray();
        return arguments.All(static argument => argument.IsKnown) ? Of(call with { Arguments = arguments }) : Unknown;
    }

    private static bool IsClosedPart(KeyPart part) => part switch
    {
        KeyPart.Parameter => false,
        KeyPart.TypeName { Type: ITypeParameterSymbol } => false,
        KeyPart.Call call => call.Arguments.All(static argument => argument.IsClosed),
        _ => true,
    };
}
