using System.Numerics;
using GranularSessions.Conformance;
using GranularSessions.Storage;

namespace GranularSessions.Tests.Redis;

/// <summary>Scripts count in doubles, which are exact to 53 bits; the store must be exact to 64.</summary>
public sealed class ExactIntegerTests(RedisStoreFixture store) : IClassFixture<RedisStoreFixture>
{
    private const int Seed = 20261121;

    private static readonly long[] Interesting =
    [
        0, 1, -1, 9, -9, 999_999_999, 1_000_000_000, -999_999_999, -1_000_000_000, (1L << 53) - 1, 1L << 53, (1L << 53) + 1,
        -(1L << 53) - 1, long.MaxValue, long.MaxValue - 1, long.MinValue, long.MinValue + 1, 4_611_686_018_427_387_904, -4_611_686_018_427_387_905,
    ];

    [Theory]
    [InlineData(null)]
    [InlineData(1L)]
    public async Task A_counter_adds_as_64_bit_integers_do(long? generation)
    {
        var session = await StoreSession.CreateAsync(store);
        session.Access = new SessionAccess(session.Identity.Selector, session.Identity.VerifierHash, generation);

        foreach (var (value, by, min, max) in Sums())
        {
            await session.RunAsync(new ExchangeCounter("counter", value, lifetime: null));

            var added = await session.RunAsync(new AddToCounter("counter", by, min, max, lifetime: null));

            AssertSum(added, value, by, min, max);
            Assert.Equal(added.Number, await session.ReadAsync("counter"));
        }
    }

    [Fact]
    public async Task A_field_adds_as_64_bit_integers_do()
    {
        var session = await StoreSession.CreateAsync(store);

        foreach (var (value, by, min, max) in Sums())
        {
            var json = System.Text.Encoding.ASCII.GetBytes($"{value}");
            await session.RunAsync(new WriteField("map", "field", json, WriteCondition.None, lifetime: null));

            AssertSum(await session.RunAsync(new AddToField("map", "field", by, min, max, lifetime: null)), value, by, min, max);
        }
    }

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("100000000000000000000")]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("\"7\"")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("7 ")]
    public async Task A_field_that_is_no_64_bit_integer_is_not_added_to(string json)
    {
        var session = await StoreSession.CreateAsync(store);
        await session.RunAsync(new WriteField("map", "field", System.Text.Encoding.ASCII.GetBytes(json), WriteCondition.None, lifetime: null));

        var added = await session.RunAsync(new AddToField("map", "field", 1, long.MinValue, long.MaxValue, lifetime: null));

        Assert.Equal(CommandStatus.NotAnInteger, added.Status);
    }

    private static IEnumerable<(long Value, long By, long Min, long Max)> Sums()
    {
        var random = new Random(Seed);
        foreach (var value in Interesting)
        {
            foreach (var by in Interesting)
            {
                yield return (value, by, long.MinValue, long.MaxValue);
                yield return (value, by, Min(Any(random), Any(random)), Max(Any(random), Any(random)));
            }
        }

        static long Min(long a, long b) => Math.Min(a, b);
        static long Max(long a, long b) => Math.Max(a, b);
        static long Any(Random random) => random.Next(3) == 0 ? Interesting[random.Next(Interesting.Length)] : random.NextInt64(long.MinValue, long.MaxValue);
    }

    private static void AssertSum(CommandResult added, long value, long by, long min, long max)
    {
        var sum = (BigInteger)value + by;
        var fits = sum >= min && sum <= max && sum >= long.MinValue && sum <= long.MaxValue;
        var expected = fits ? (CommandStatus.Applied, (long)sum) : (CommandStatus.NotApplied, value);
        Assert.True(expected == (added.Status, added.Number), $"seed {Seed}: {value} + {by} in [{min}, {max}] gave {added.Status} {added.Number}");
    }
}
