using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// Source text with its markup taken out: <c>[|…|]</c> marks the analyzer's only diagnostic,
/// <c>{|ID:…|}</c> a diagnostic by id and <c>{|#0:…|}</c> a numbered location. Markup may nest.
/// </summary>
public sealed partial class Markup
{
    private Markup(string text, ImmutableArray<TextSpan> unnamed, ImmutableArray<(string Id, TextSpan Span)> named, ImmutableSortedDictionary<int, TextSpan> numbered)
    {
        Text = text;
        Unnamed = unnamed;
        Named = named;
        Numbered = numbered;
    }

    /// <summary>The source without markup.</summary>
    public string Text { get; }

    /// <summary>Spans of <c>[|…|]</c>.</summary>
    public ImmutableArray<TextSpan> Unnamed { get; }

    /// <summary>Ids and spans of <c>{|ID:…|}</c>.</summary>
    public ImmutableArray<(string Id, TextSpan Span)> Named { get; }

    /// <summary>Spans of <c>{|#n:…|}</c> by number.</summary>
    public ImmutableSortedDictionary<int, TextSpan> Numbered { get; }

    /// <exception cref="VerificationException">The markup is unbalanced or a number occurs twice.</exception>
    public static Markup Parse(string source)
    {
        var text = new StringBuilder(source.Length);
        var open = new Stack<(string? Name, int Start)>();
        var unnamed = ImmutableArray.CreateBuilder<TextSpan>();
        var named = ImmutableArray.CreateBuilder<(string, TextSpan)>();
        var numbered = ImmutableSortedDictionary.CreateBuilder<int, TextSpan>();

        for (int i = 0; i < source.Length;)
        {
            if (string.CompareOrdinal(source, i, "[|", 0, 2) == 0)
            {
                open.Push((null, text.Length));
                i += 2;
            }
            else if (NamedOpening().Match(source, i) is { Success: true } opening)
            {
                open.Push((opening.Groups["name"].Value, text.Length));
                i += opening.Length;
            }
            else if (Closes(source, i, open, out string? name, out int start))
            {
                TextSpan span = TextSpan.FromBounds(start, text.Length);
                if (name is null)
                {
                    unnamed.Add(span);
                }
                else if (name[0] != '#')
                {
                    named.Add((name, span));
                }
                else if (!numbered.TryAdd(int.Parse(name.AsSpan(1)), span))
                {
                    throw new VerificationException($"Markup location {name} occurs twice in one document.");
                }

                i += 2;
            }
            else
            {
                text.Append(source[i]);
                i++;
            }
        }

        if (open.TryPeek(out var unclosed))
        {
            throw new VerificationException($"Markup '{(unclosed.Name is null ? "[|" : "{|" + unclosed.Name + ":")}' is never closed:\n{source}");
        }

        return new Markup(text.ToString(), unnamed.ToImmutable(), named.ToImmutable(), numbered.ToImmutable());
    }

    private static bool Closes(string source, int index, Stack<(string? Name, int Start)> open, out string? name, out int start)
    {
        (name, start) = (null, 0);
        if (!open.TryPeek(out var innermost))
        {
            return false;
        }

        string closing = innermost.Name is null ? "|]" : "|}";
        if (string.CompareOrdinal(source, index, closing, 0, 2) != 0)
        {
            return false;
        }

        (name, start) = open.Pop();
        return true;
    }

    [GeneratedRegex(@"\G\{\|(?<name>#\d+|[A-Za-z]+\d+):")]
    private static partial Regex NamedOpening();
}
