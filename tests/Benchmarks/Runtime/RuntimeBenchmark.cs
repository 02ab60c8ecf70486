using System.Diagnostics;
using System.Globalization;

namespace SessionAnalyzers.Benchmarks.Runtime;

/// <summary>What an update of a session costs with each candidate, and how many of the updates are lost.</summary>
/// <remarks>
/// Run with <c>dotnet run -c Release --project tests/Benchmarks -- --scenario runtime</c>, <c>runtime-postgresql</c> or
/// <c>runtime-redis</c>; <c>--rounds</c> and <c>--milliseconds</c> set the length of one measurement.
/// Each round runs all candidates one after the other, in another order, on new sessions, so that what else the machine
/// does spreads over all of them; the figures are medians of the rounds. A caller gives way to the others before each
/// update, as a request does that has to come off a queue first. Updates that are lost count as updates, and are counted:
/// the number at the end against the number of calls.
/// </remarks>
internal sealed class RuntimeBenchmark(int rounds, TimeSpan length)
{
    private const int MostSamples = 1 << 18;

    public async Task<IReadOnlyDictionary<UpdateCandidate, Figures>> CompareAsync(
        string title, int callers, int sessions, int kibibytes, IReadOnlyList<UpdateCandidate> candidates, UpdateCandidate? yardstick = null)
    {
        var measured = candidates.ToDictionary(candidate => candidate, _ => new List<Figures>());
        foreach (UpdateCandidate candidate in candidates)
        {
            await MeasureAsync(candidate, callers, sessions, kibibytes, TimeSpan.FromMilliseconds(Math.Min(200, length.TotalMilliseconds)));
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int n = 0; n < candidates.Count; n++)
            {
                UpdateCandidate candidate = candidates[(n + round) % candidates.Count];
                measured[candidate].Add(await MeasureAsync(candidate, callers, sessions, kibibytes, length));
            }
        }

        var medians = measured.ToDictionary(pair => pair.Key, pair => Figures.MedianOf(pair.Value));
        Print($"{title}: {Plural(callers, "caller")}, {Plural(sessions, "session")}, {kibibytes} KiB each", candidates, medians, yardstick ?? candidates[0]);
        return medians;
    }

    /// <summary>
    /// What two callers make of it that never give way, over many sessions: as many updates as two cores can do.
    /// </summary>
    public async Task PrintThroughputAsync(string title, int sessions, IReadOnlyList<UpdateCandidate> candidates)
    {
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine("| candidate | sessions | updates/s | updates/s of CPU, two cores | B/update | lost |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach (UpdateCandidate candidate in candidates)
        {
            foreach (int count in (int[])[sessions, 1])
            {
                await candidate.PrepareAsync(count, kibibytes: 1);
                await RunAsync(candidate, 2, count, TimeSpan.FromMilliseconds(300), givesWay: false);
                var all = new List<Figures>();
                for (int round = 0; round < rounds; round++)
                {
                    await candidate.PrepareAsync(count, kibibytes: 1);
                    all.Add(await RunAsync(candidate, 2, count, length, givesWay: false));
                }

                Figures median = Figures.MedianOf(all);
                Console.WriteLine(
                    $"| {candidate.Name} | {count} | {Number(median.PerSecond)} | {Number(2e6 / median.CpuMicroseconds)} | {median.Bytes:F0} | {median.LostShare:P1} |");
            }
        }
    }

    /// <summary>What a session takes in its store, with a counter and so many entries of 1 KiB.</summary>
    public static async Task PrintSizeAsync(string title, UpdateCandidate candidate, Func<Task<long>> readBytes)
    {
        const int Sessions = 2_000;
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine("| entries of 1 KiB | B/session |");
        Console.WriteLine("|---:|---:|");
        foreach (int kibibytes in (int[])[0, 1, 16])
        {
            long before = await readBytes();
            await candidate.PrepareAsync(Sessions, kibibytes);
            for (int session = 0; session < Sessions; session++)
            {
                await candidate.AddOneAsync(session);
            }

            Console.WriteLine($"| {kibibytes} | {Number((await readBytes() - before) / (double)Sessions)} |");
        }
    }

    /// <summary>What one update sends and receives, of a small session and of a large one.</summary>
    public async Task PrintWireAsync(string title, Func<(long Sent, long Received)> read, IReadOnlyList<UpdateCandidate> candidates)
    {
        const int Updates = 200;
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine("| candidate | session KiB | sent B/update | received B/update |");
        Console.WriteLine("|---|---:|---:|---:|");
        foreach (UpdateCandidate candidate in candidates)
        {
            foreach (int kibibytes in (int[])[1, 256])
            {
                await candidate.PrepareAsync(1, kibibytes);

                // The first one on a connection may send a script or learn about types.
                await candidate.AddOneAsync(0);
                var before = read();
                for (int n = 0; n < Updates; n++)
                {
                    await candidate.AddOneAsync(0);
                }

                var after = read();
                Console.WriteLine($"| {candidate.Name} | {kibibytes} | {(after.Sent - before.Sent) / Updates} | {(after.Received - before.Received) / Updates} |");
            }
        }
    }

    /// <summary>What an update takes in its server, by the server's own count.</summary>
    public async Task PrintServerTimeAsync(
        string title, int callers, int sessions, Func<Task> reset, Func<Task<double>> readMicroseconds, IReadOnlyList<UpdateCandidate> candidates)
    {
        var measured = candidates.ToDictionary(candidate => candidate, _ => new List<double>());
        for (int round = 0; round < rounds; round++)
        {
            foreach (UpdateCandidate candidate in candidates)
            {
                await candidate.PrepareAsync(sessions, kibibytes: 1);
                await reset();
                await RunAsync(candidate, callers, sessions, length, givesWay: true);
                measured[candidate].Add(await readMicroseconds());
            }
        }

        Console.WriteLine();
        Console.WriteLine($"## {title}: {Plural(callers, "caller")}, {Plural(sessions, "session")}");
        Console.WriteLine();
        Console.WriteLine("| candidate | server µs/update |");
        Console.WriteLine("|---|---:|");
        foreach (UpdateCandidate candidate in candidates)
        {
            Console.WriteLine($"| {candidate.Name} | {measured[candidate].Order().ElementAt(rounds / 2):F2} |");
        }
    }

    private static async Task<Figures> MeasureAsync(UpdateCandidate candidate, int callers, int sessions, int kibibytes, TimeSpan length)
    {
        await candidate.PrepareAsync(sessions, kibibytes);
        return await RunAsync(candidate, callers, sessions, length, givesWay: true);
    }

    private static async Task<Figures> RunAsync(UpdateCandidate candidate, int callers, int sessions, TimeSpan length, bool givesWay)
    {
        long[][] samples = [.. Enumerable.Range(0, callers).Select(_ => new long[MostSamples / callers])];
        GC.Collect();
        GC.WaitForPendingFinalizers();

        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long bytes = GC.GetTotalAllocatedBytes(precise: true);
        long start = Stopwatch.GetTimestamp();
        long end = start + (long)(length.TotalSeconds * Stopwatch.Frequency);
        int[] calls = await Task.WhenAll(samples.Select((latencies, caller) => Task.Run(() => CallAsync(candidate, caller, callers, sessions, end, latencies, givesWay))));
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        bytes = GC.GetTotalAllocatedBytes(precise: true) - bytes;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;

        int total = calls.Sum();
        long kept = 0;
        for (int session = 0; session < sessions; session++)
        {
            kept += await candidate.ReadAsync(session);
        }

        long[] latencies = [.. samples.SelectMany((own, caller) => own.Take(Math.Min(calls[caller], own.Length))).Order()];
        return new Figures(
            total / elapsed.TotalSeconds,
            candidate is NothingCandidate ? 0 : kept / elapsed.TotalSeconds,
            candidate is NothingCandidate ? 0 : 1 - ((double)kept / total),
            Microseconds(latencies[latencies.Length / 2]),
            Microseconds(latencies[latencies.Length * 99 / 100]),
            cpu.TotalMicroseconds / total,
            (double)bytes / total);
    }

    private static async Task<int> CallAsync(
        UpdateCandidate candidate, int caller, int callers, int sessions, long end, long[] latencies, bool givesWay)
    {
        int calls = 0;
        for (int session = caller * sessions / callers; ; session = (session + 1) % sessions)
        {
            if (givesWay)
            {
                await Task.Yield();
            }

            long before = Stopwatch.GetTimestamp();
            if (before >= end)
            {
                return calls;
            }

            await candidate.AddOneAsync(session);
            latencies[calls % latencies.Length] = Stopwatch.GetTimestamp() - before;
            calls++;
        }
    }

    private static void Print(
        string title, IReadOnlyList<UpdateCandidate> candidates, Dictionary<UpdateCandidate, Figures> medians, UpdateCandidate yardstick)
    {
        Console.WriteLine();
        Console.WriteLine($"## {title}");
        Console.WriteLine();
        Console.WriteLine("| candidate | updates/s | kept/s | lost | p50 µs | p50 × | p99 µs | CPU µs | B/update |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (UpdateCandidate candidate in candidates)
        {
            Figures figures = medians[candidate];
            Console.WriteLine(
                $"| {candidate.Name} | {Number(figures.PerSecond)} | {Number(figures.KeptPerSecond)} | {figures.LostShare:P1} | {figures.P50:F1} "
                + $"| {figures.P50 / medians[yardstick].P50:F2} | {figures.P99:F1} | {figures.CpuMicroseconds:F2} | {figures.Bytes:F0} |");
        }
    }

    private static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Plural(int count, string what) => $"{Number(count)} {what}{(count == 1 ? "" : "s")}";
}
