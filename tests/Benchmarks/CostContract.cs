namespace SessionAnalyzers.Benchmarks;

/// <summary>
/// What the rules may cost: the CPU time of an analysis with all of them, as a multiple of the same analysis with an analyzer
/// that does nothing. The gate checks it, so that a rule that makes every build slower is noticed by the change that brings it.
/// </summary>
/// <remarks>The recorded ratios are docs/quality.md's, with room for what a shared machine adds.</remarks>
internal static class CostContract
{
    private const int Lines = 20_000;

    private static readonly (string Title, IReadOnlyList<(string Path, string Text)> Sources, double Recorded)[] Clauses =
    [
        ("a third of the files use the session", GeneratedProject.WithSession(Lines), 1.6),
        ("no file uses the session", GeneratedProject.WithoutSession(Lines), 1.25),
    ];

    /// <summary>Measures every clause, says what it found, and whether all hold.</summary>
    public static async Task<bool> CheckAsync(AnalysisBenchmark benchmark)
    {
        bool holds = true;
        foreach ((string title, IReadOnlyList<(string Path, string Text)> sources, double recorded) in Clauses)
        {
            double ratio = await benchmark.RatioAsync(sources);
            holds &= ratio <= recorded;
            Console.WriteLine($"{title}: {ratio:F2} of the empty analyzer's CPU time, {(ratio <= recorded ? "within" : "OVER")} the recorded {recorded:F2}");
        }

        return holds;
    }
}
