namespace SessionAnalyzers.Model;

/// <summary>
/// The keys of one text: a constant, or all keys of one composition such as <c>"reviewed_" + id</c>, whatever fills the gap.
/// </summary>
internal sealed class KeyPattern : IEquatable<KeyPattern>
{
    private const char Gap = '\0';

    private readonly string _pattern;

    private KeyPattern(string pattern) => _pattern = pattern;

    /// <returns>The pattern, or null for a key that has no constant part to tell it from others.</returns>
    public static KeyPattern? Of(SessionKey key)
        => key.IsKnown && key.Parts.Any(static part => part is KeyPart.Text { Value.Length: > 0 }) ? new KeyPattern(Pattern(key)) : null;

    public bool Matches(SessionKey key) => key.IsKnown && Pattern(key) == _pattern;

    /// <summary>Whether the key, of another pattern, could still be one of these at run time.</summary>
    public bool MayAlias(SessionKey key)
    {
        if (!key.IsKnown)
        {
            return true;
        }

        var other = Pattern(key);
        var gap = _pattern.IndexOf(Gap);
        var otherGap = other.IndexOf(Gap);
        if (gap < 0 && otherGap < 0)
        {
            return _pattern == other;
        }

        return Compatible(Prefix(_pattern), Prefix(other), gap < 0, otherGap < 0, static (text, part) => text.StartsWith(part, StringComparison.Ordinal))
            && Compatible(Suffix(_pattern), Suffix(other), gap < 0, otherGap < 0, static (text, part) => text.EndsWith(part, StringComparison.Ordinal));
    }

    /// <summary>Whether the two differ, but only in the case of their letters.</summary>
    public bool DiffersByCase(KeyPattern other) => !Equals(other) && string.Equals(_pattern, other._pattern, StringComparison.OrdinalIgnoreCase);

    public bool Equals(KeyPattern? other) => other is not null && other._pattern == _pattern;

    public override bool Equals(object? obj) => Equals(obj as KeyPattern);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_pattern);

    /// <summary>The constant text before the first gap.</summary>
    public string Text => Prefix(_pattern);

    public bool HasGap => _pattern.IndexOf(Gap) >= 0;

    /// <summary>The key as titles show it.</summary>
    public override string ToString() => _pattern.Replace(Gap.ToString(), "{}");

    private static string Pattern(SessionKey key) => string.Concat(key.Parts.Select(static part => part is KeyPart.Text text ? text.Value : Gap.ToString()));

    private static string Prefix(string pattern) => pattern.IndexOf(Gap) is >= 0 and var gap ? pattern.Substring(0, gap) : pattern;

    private static string Suffix(string pattern) => pattern.LastIndexOf(Gap) is >= 0 and var gap ? pattern.Substring(gap + 1) : pattern;

    private static bool Compatible(string left, string right, bool leftIsWhole, bool rightIsWhole, Func<string, string, bool> has)
        => leftIsWhole ? has(left, right) : rightIsWhole ? has(right, left) : has(left, right) || has(right, left);
}
