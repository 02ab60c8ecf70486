using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using SessionAnalyzers.Tests.Verification;
using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>
/// Real sources with nodes deleted, doubled and swapped, cut off and renamed. <c>SESSION_MUTANTS</c> says how many,
/// <c>SESSION_MUTANTS_FROM</c> the first seed; a failure names its seed.
/// </summary>
public sealed class MutatedSourcesTests(ITestOutputHelper output)
{
    private const int ShownFailures = 10;

    // How many mutants pass between two lines on how far a long run is.
    private const int Stride = 1000;

    // Counted second by second, so that a pause of the whole process is not taken for a rule that does not end.
    private const int PatienceInSeconds = 180;

    private static readonly int FirstSeed = Setting("SESSION_MUTANTS_FROM", 1);

    private static readonly int Count = Setting("SESSION_MUTANTS", 150);

    [Fact]
    public async Task Rules_and_fixes_withstand_mutants()
    {
        var failures = new ConcurrentBag<(int Seed, string What)>();
        int done = 0, compiling = 0, findings = 0, actions = 0;
        long start = Stopwatch.GetTimestamp();

        await Parallel.ForEachAsync(Enumerable.Range(FirstSeed, Count), TestContext.Current.CancellationToken, async (seed, cancellationToken) =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            int seconds = 0;
            using var clock = new Timer(
                _ =>
                {
                    if (Interlocked.Increment(ref seconds) == PatienceInSeconds)
                    {
                        patience.Cancel();
                    }
                },
                state: null,
                dueTime: 1000,
                period: 1000);
            Mutant mutant = Mutant.Create(seed);
            try
            {
                var result = await mutant.RunAsync(patience.Token);
                Interlocked.Add(ref compiling, result.Compiles ? 1 : 0);
                Interlocked.Add(ref findings, result.Findings);
                Interlocked.Add(ref actions, result.Actions);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add((seed, $"{mutant}: {exception}\n{await mutant.Document.GetTextAsync(cancellationToken)}"));

                // A long run is not worth waiting for once something is found.
                output.WriteLine($"{mutant}: {exception.Message}");
            }

            int ran = Interlocked.Increment(ref done);
            if (ran % Stride == 0)
            {
                Report(ran);
            }
        });

        Report(done);
        Assert.True(failures.IsEmpty, $"{failures.Count} failures:\n\n" + string.Join("\n\n", failures.OrderBy(failure => failure.Seed).Take(ShownFailures).Select(failure => failure.What)));

        void Report(int ran)
        {
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{ran} of seeds {FirstSeed} to {FirstSeed + Count - 1}: {compiling} compile, {findings} findings, {actions} actions, {failures.Count} failures, {seconds:F0} s, {ran / seconds:F1} a second"));
        }
    }

    [Fact]
    public async Task A_seed_makes_the_same_mutant_every_time()
    {
        Assert.Equal(await TextAsync(FirstSeed), await TextAsync(FirstSeed));
        Assert.NotEqual(await TextAsync(FirstSeed), await TextAsync(FirstSeed + 1));

        static async Task<string> TextAsync(int seed) => (await Mutant.Create(seed).Document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();
    }

    [Fact]
    public void Originals_come_from_tests_and_pages()
    {
        Assert.Contains(OriginalSources.All, source => source.Origin.StartsWith("Concurrency/", StringComparison.Ordinal));
        Assert.Contains(OriginalSources.All, source => source.Origin.StartsWith("SESS", StringComparison.Ordinal));
        Assert.True(OriginalSources.All.Count > 500, $"Only {OriginalSources.All.Count} sources were found.");
    }

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : fallback;
}
