using RaceLab.Racing;

namespace RaceLab.Tests.Racing;

public sealed class RaceTimingTests
{
    [Fact]
    public void Percentiles_are_latencies_that_were_measured()
    {
        RaceTiming timing = RaceTiming.Of([.. Enumerable.Range(1, 200).Reverse().Select(latency => (double)latency)], duration: 1000);

        Assert.Equal(100, timing.Median);
        Assert.Equal(198, timing.Percentile99);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 2, 3)]
    [InlineData(99, 50, 99)]
    [InlineData(100, 50, 99)]
    [InlineData(101, 51, 100)]
    public void Ranks_are_rounded_up(int count, double median, double percentile99)
    {
        RaceTiming timing = RaceTiming.Of([.. Enumerable.Range(1, count).Select(latency => (double)latency)], duration: 1);

        Assert.Equal((median, percentile99), (timing.Median, timing.Percentile99));
    }

    [Fact]
    public void Throughput_is_a_second_s_worth()
        => Assert.Equal(80, RaceTiming.Of([1, 2, 3, 4], duration: 50).Throughput);
}
