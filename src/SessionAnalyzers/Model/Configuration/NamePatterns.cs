using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>Names separated by commas, compared without regard to case; <c>*</c> stands for any characters.</summary>
internal sealed class NamePatterns
{
    private readonly ImmutableArray<string[]> _patterns;

    private NamePatterns(ImmutableArray<string[]> patterns) => _patterns = patterns;

    public static NamePatterns None { get; } = new([]);

    public static NamePatterns Parse(string text)
        => new([.. text.Split(',').Select(static name => name.Trim()).Where(static name => name.Length > 0).Select(static name => name.Split('*'))]);

    public bool Contains(string name)
    {
        foreach (var pattern in _patterns)
        {
            if (Matches(name, pattern))
            {
                return true;
            }
        }

        return false;
    }

    /// <param name="name">The name.</param>
    /// <param name="parts">What is between the stars.</param>
    private static bool Matches(string name, string[] parts)
    {
        if (parts is [var only])
        {
            return string.Equals(name, only, StringComparison.OrdinalIgnoreCase);
        }

        var last = parts[parts.Length - 1];
        if (!name.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase) || !name.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        // The leftmost place for each part leaves the most for the others.
        var position = parts[0].Length;
        for (var i = 1; i < parts.Length - 1; i++)
        {
            var found = name.IndexOf(parts[i], position, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            position = found + parts[i].Length;
        }

        return position <= name.Length - last.Length;
    }
}
