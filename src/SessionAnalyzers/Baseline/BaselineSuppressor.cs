using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Baseline;

/// <summary>
/// Suppresses the findings that the project's baseline lists, as often as it lists them, so that a code base can turn the
/// rules on and fail on new findings only. The package's targets hand the baseline over and write it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaselineSuppressor : DiagnosticSuppressor
{
    internal const string IdPrefix = "BASELINE_";

    private const string BaselineMetadata = "build_metadata.AdditionalFiles.SessionAnalyzersBaseline";
    private const string ProjectDirectoryProperty = "build_property.MSBuildProjectDirectory";

    private static readonly ImmutableDictionary<string, SuppressionDescriptor> Descriptors = BaselineRules.Ids.ToImmutableDictionary(
        id => id,
        id => new SuppressionDescriptor(IdPrefix + id, id, "The finding is in the project's baseline."));

    /// <inheritdoc/>
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [.. Descriptors.Values];

    /// <inheritdoc/>
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        if (Baseline(context) is not { } baseline
            || !context.Options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(ProjectDirectoryProperty, out string? projectDirectory))
        {
            return;
        }

        Dictionary<string, int> known = Count(baseline);
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics.Where(diagnostic => diagnostic.Location.IsInSource).OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            if (SourceLine(diagnostic.Location, context) is not { } line)
            {
                continue;
            }

            string entry = BaselineEntry.Format(diagnostic.Id, projectDirectory, diagnostic.Location.GetMappedLineSpan().Path, line);
            if (known.TryGetValue(entry, out int left) && left > 0)
            {
                known[entry] = left - 1;
                context.ReportSuppression(Suppression.Create(Descriptors[diagnostic.Id], diagnostic));
            }
        }
    }

    private static SourceText? Baseline(SuppressionAnalysisContext context)
    {
        foreach (AdditionalText file in context.Options.AdditionalFiles)
        {
            AnalyzerConfigOptions options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(file);
            if (options.TryGetValue(BaselineMetadata, out string? isBaseline) && bool.TryParse(isBaseline, out bool value) && value)
            {
                return file.GetText(context.CancellationToken);
            }
        }

        return null;
    }

    private static Dictionary<string, int> Count(SourceText baseline)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (TextLine line in baseline.Lines)
        {
            string entry = line.ToString();
            counts[entry] = counts.TryGetValue(entry, out int count) ? count + 1 : 1;
        }

        return counts;
    }

    private static string? SourceLine(Location location, SuppressionAnalysisContext context)
    {
        FileLinePositionSpan mapped = location.GetMappedLineSpan();
        SourceText? text = mapped.HasMappedPath
            ? context.Options.AdditionalFiles.FirstOrDefault(file => file.Path == mapped.Path)?.GetText(context.CancellationToken)
            : location.SourceTree!.GetText(context.CancellationToken);
        return text is not null && mapped.StartLinePosition.Line < text.Lines.Count ? text.Lines[mapped.StartLinePosition.Line].ToString() : null;
    }
}
