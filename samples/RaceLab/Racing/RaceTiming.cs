namespace RaceLab.Racing;

/// <summary>How fast a race was.</summary>
/// <param name="Requests">How many requests are counted.</param>
/// <param name="Median">The latency that half of them did not exceed, in milliseconds.</param>
/// <param name="Percentile99">The latency that 99 of 100 did not exceed, in milliseconds.</param>
/// <param name="Duration">From the first one's start to the last one's response, in milliseconds.</param>
public sealed record RaceTiming(int Requests, double Median, double Percentile99, double Duration)
{
    /// <summary>Requests a second.</summary>
    public double Throughput => Duration > 0 ? Requests / Duration * 1000 : 0;

    /// <summary>Sums up latencies, of which there is at least one.</summary>
    public static RaceTiming Of(IReadOnlyCollection<double> latencies, double duration)
    {
        double[] sorted = [.. latencies.Order()];
        return new(sorted.Length, Percentile(sorted, 50), Percentile(sorted, 99), duration);
    }

    // By nearest rank: a latency that was measured, not one between two.
    private static double Percentile(double[] sorted, int percent) => sorted[(((sorted.Length * percent) + 99) / 100) - 1];
}
