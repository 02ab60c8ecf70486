using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>An expected diagnostic with its places resolved.</summary>
internal sealed record Expectation(string Id, Place? Place, ImmutableArray<Place> AdditionalPlaces, ExpectedDiagnostic? Details)
{
    /// <summary>What the markup of the documents and the listed diagnostics ask for.</summary>
    public static ImmutableArray<Expectation> Collect(TestSolution solution, Func<string> defaultId, IEnumerable<ExpectedDiagnostic> listed)
    {
        var expectations = ImmutableArray.CreateBuilder<Expectation>();
        var numbered = new Dictionary<int, Place>();
        foreach (var (document, markup) in solution.Documents)
        {
            expectations.AddRange(markup.Unnamed.Select(span => new Expectation(defaultId(), new Place(document, span), default, null)));
            expectations.AddRange(markup.Named.Select(mark => new Expectation(mark.Id, new Place(document, mark.Span), default, null)));
            foreach (var (number, span) in markup.Numbered)
            {
                if (!numbered.TryAdd(number, new Place(document, span)))
                {
                    throw new VerificationException($"Markup location #{number} occurs in {numbered[number].Document} and in {document}.");
                }
            }
        }

        expectations.AddRange(listed.Select(expected => new Expectation(
            expected.Id,
            expected.Location is { } location ? Numbered(location) : null,
            expected.AdditionalLocations.IsDefault ? default : [.. expected.AdditionalLocations.Select(Numbered)],
            expected)));
        return expectations.ToImmutable();

        Place Numbered(int number) => numbered.TryGetValue(number, out Place place)
            ? place
            : throw new VerificationException($"No document has a markup location {{|#{number}:…|}}.");
    }

    /// <exception cref="VerificationException">The diagnostics are not exactly the expected ones.</exception>
    public static void Verify(string stage, TestSolution solution, ImmutableArray<Expectation> expectations, IEnumerable<(Diagnostic Diagnostic, DocumentKey? Document)> reported, Func<SyntaxTree, DocumentKey> keyOf)
    {
        var unexpected = reported.ToList();
        var missing = new List<Expectation>();
        foreach (Expectation expectation in expectations.OrderByDescending(expectation => expectation.Details?.Constraints ?? 0))
        {
            int match = unexpected.FindIndex(report => expectation.Matches(report.Diagnostic, report.Document, keyOf));
            if (match >= 0)
            {
                unexpected.RemoveAt(match);
            }
            else
            {
                missing.Add(expectation);
            }
        }

        if (missing.Count == 0 && unexpected.Count == 0)
        {
            return;
        }

        var message = new StringBuilder($"{stage}: the diagnostics are not the expected ones.\n");
        foreach (Expectation expectation in missing)
        {
            message.Append("  missing:    ").Append(expectation.Describe(solution)).Append('\n');
        }

        foreach (var (diagnostic, document) in unexpected)
        {
            message.Append("  unexpected: ").Append(Describe(diagnostic, document, keyOf)).Append('\n');
        }

        foreach (DocumentKey document in missing.Select(expectation => expectation.Place?.Document).Concat(unexpected.Select(report => report.Document)).OfType<DocumentKey>().Distinct())
        {
            if (solution.Documents.TryGetValue(document, out Markup? markup))
            {
                var spans = reported.Where(report => report.Document == document).Select(report => (report.Diagnostic.Id, report.Diagnostic.Location.SourceSpan));
                message.Append($"\n{document} as reported:\n{WithMarkup(markup.Text, spans)}\n");
            }
        }

        throw new VerificationException(message.ToString());
    }

    private bool Matches(Diagnostic diagnostic, DocumentKey? document, Func<SyntaxTree, DocumentKey> keyOf)
    {
        if (diagnostic.Id != Id || document != Place?.Document || (Place is { } place && place.Span != diagnostic.Location.SourceSpan))
        {
            return false;
        }

        return (AdditionalPlaces.IsDefault || PlacesOf(diagnostic.AdditionalLocations, keyOf).SequenceEqual(AdditionalPlaces.Cast<Place?>()))
            && (Details?.Severity is not { } severity || diagnostic.Severity == severity)
            && (Details?.MessageFor(diagnostic.Descriptor) is not { } message || diagnostic.GetMessage(CultureInfo.InvariantCulture) == message);
    }

    private string Describe(TestSolution solution)
    {
        var description = new StringBuilder(Id);
        description.Append(Place is { } place ? $" at {place.Document}{Lines(solution.Documents[place.Document].Text, place.Span)}" : " without location");
        if (!AdditionalPlaces.IsDefault)
        {
            description.Append(", also at ").Append(string.Join(" and ", AdditionalPlaces.Select(also => $"{also.Document}{also.Span}")));
        }

        if (Details is { Arguments.IsDefault: false })
        {
            description.Append(", arguments ").Append(string.Join(", ", Details.Arguments));
        }

        if (Details?.Message is { } message)
        {
            description.Append($", message \"{message}\"");
        }

        if (Details?.Severity is { } severity)
        {
            description.Append(", ").Append(severity);
        }

        return description.ToString();
    }

    private static string Describe(Diagnostic diagnostic, DocumentKey? document, Func<SyntaxTree, DocumentKey> keyOf)
    {
        string where = document is null ? " without location" : $" at {document}{Lines(diagnostic.Location.SourceTree!.ToString(), diagnostic.Location.SourceSpan)}";
        string also = diagnostic.AdditionalLocations.Count == 0
            ? ""
            : ", also at " + string.Join(" and ", PlacesOf(diagnostic.AdditionalLocations, keyOf).Select(place => place is { } known ? $"{known.Document}{known.Span}" : "nowhere"));
        return $"{diagnostic.Id}{where}{also}, {diagnostic.Severity}, \"{diagnostic.GetMessage(CultureInfo.InvariantCulture)}\"";
    }

    private static IEnumerable<Place?> PlacesOf(IEnumerable<Location> locations, Func<SyntaxTree, DocumentKey> keyOf) =>
        locations.Select(location => location.SourceTree is { } tree ? new Place(keyOf(tree), location.SourceSpan) : (Place?)null);

    private static string Lines(string text, TextSpan span)
    {
        LinePositionSpan lines = SourceText.From(text).Lines.GetLinePositionSpan(span);
        return $"({lines.Start.Line + 1},{lines.Start.Character + 1})-({lines.End.Line + 1},{lines.End.Character + 1})";
    }

    private static string WithMarkup(string text, IEnumerable<(string Id, TextSpan Span)> marks)
    {
        var insertions = marks
            .SelectMany(mark => new[] { (mark.Span.Start, Order: 1, Text: $"{{|{mark.Id}:"), (mark.Span.End, Order: 0, Text: "|}") })
            .OrderByDescending(insertion => insertion.Item1)
            .ThenByDescending(insertion => insertion.Order);
        foreach (var (position, _, insertion) in insertions)
        {
            text = text.Insert(position, insertion);
        }

        return text;
    }
}

/// <summary>A span in a document.</summary>
internal readonly record struct Place(DocumentKey Document, TextSpan Span);
