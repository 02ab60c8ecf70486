namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>What one measurement showed.</summary>
/// <param name="PerSecond">Updates that returned, a second, the lost ones included.</param>
/// <param name="KeptPerSecond">Updates that are in the number at the end, a second.</param>
/// <param name="LostShare">The share of the updates that returned and are not in the number.</param>
/// <param name="P50">The median latency in microseconds.</param>
/// <param name="P99">The latency in microseconds that one of a hundred exceeds.</param>
/// <param name="CpuMicroseconds">The process's CPU time an update, all threads together; a server's is not in it.</param>
/// <param name="Bytes">Managed bytes allocated an update.</param>
internal readonly record struct Figures(
    double PerSecond, double KeptPerSecond, double LostShare, double P50, double P99, double CpuMicroseconds, double Bytes)
{
    public static Figures MedianOf(IReadOnlyList<Figures> rounds) => new(
        Median(rounds, figures => figures.PerSecond),
        Median(rounds, figures => figures.KeptPerSecond),
        Median(rounds, figures => figures.LostShare),
        Median(rounds, figures => figures.P50),
        Median(rounds, figures => figures.P99),
        Median(rounds, figures => figures.CpuMicroseconds),
        Median(rounds, figures => figures.Bytes));

    private static double Median(IReadOnlyList<Figures> rounds, Func<Figures, double> figure)
    {
        double[] sorted = [.. rounds.Select(figure).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
