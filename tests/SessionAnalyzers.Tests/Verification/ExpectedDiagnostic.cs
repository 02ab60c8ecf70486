using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// A diagnostic that a test expects at the numbered markup locations of its sources. What is not stated is not compared,
/// apart from id and span. Immutable.
/// </summary>
public sealed record ExpectedDiagnostic(string Id)
{
    /// <summary>Number of the markup location the diagnostic is reported at; null when it has no location.</summary>
    public int? Location { get; private init; }

    /// <summary>Numbers of the markup locations of its additional locations, in order; default when they are not compared.</summary>
    public ImmutableArray<int> AdditionalLocations { get; private init; }

    /// <summary>The arguments of the descriptor's message format; default when they are not compared.</summary>
    public ImmutableArray<object> Arguments { get; private init; }

    /// <summary>The whole message; null when it is not compared.</summary>
    public string? Message { get; private init; }

    /// <summary>The severity; null when it is not compared.</summary>
    public DiagnosticSeverity? Severity { get; private init; }

    /// <summary>At <c>{|#number:…|}</c>.</summary>
    public ExpectedDiagnostic WithLocation(int number) => this with { Location = number };

    /// <summary>With one more additional location, at <c>{|#number:…|}</c>.</summary>
    public ExpectedDiagnostic WithAdditionalLocation(int number) =>
        this with { AdditionalLocations = AdditionalLocations.IsDefault ? [number] : AdditionalLocations.Add(number) };

    /// <summary>With no additional location.</summary>
    public ExpectedDiagnostic WithoutAdditionalLocations() => this with { AdditionalLocations = [] };

    /// <summary>With the message that the descriptor's format gives for these arguments.</summary>
    public ExpectedDiagnostic WithArguments(params object[] arguments) => this with { Arguments = [.. arguments] };

    /// <summary>With exactly this message.</summary>
    public ExpectedDiagnostic WithMessage(string message) => this with { Message = message };

    /// <summary>With this effective severity.</summary>
    public ExpectedDiagnostic WithSeverity(DiagnosticSeverity severity) => this with { Severity = severity };

    /// <summary>The message expected of a diagnostic with this descriptor; null when it is not compared.</summary>
    internal string? MessageFor(DiagnosticDescriptor descriptor) =>
        Message ?? (Arguments.IsDefault
            ? null
            : string.Format(CultureInfo.InvariantCulture, descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture), [.. Arguments]));

    /// <summary>How many properties beside id and location it constrains.</summary>
    internal int Constraints =>
        (AdditionalLocations.IsDefault ? 0 : 1) + (Arguments.IsDefault && Message is null ? 0 : 1) + (Severity is null ? 0 : 1);
}
