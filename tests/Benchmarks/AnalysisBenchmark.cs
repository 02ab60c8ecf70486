using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Tests.Verification;

namespace SessionAnalyzers.Benchmarks;

/// <summary>
/// What analyzing a whole compilation costs with each candidate, against an analyzer that does nothing.
/// </summary>
/// <remarks>
/// Run with <c>dotnet run -c Release --project tests/Benchmarks</c>; <c>--scenario session</c>, <c>plain</c>, <c>linear</c> or
/// <c>goal</c>, our rules beside Roslynator's alone, runs one part, <c>--lines</c> and <c>--rounds</c> set its size. Each round runs all candidates one after the other, each on
/// trees and a compilation of its own, so that no cache is shared and what else the machine does spreads over all of them.
/// <para>
/// The figure is the process's CPU time, all threads together, of which the empty analyzer's is the compiler's own share.
/// Candidates run with the rules that are on by default, whatever their severity. Our rules share one model of the session:
/// whichever asks first builds it. Measured alone each rule therefore bears the whole model, and all of them together cost
/// about as much as one; only the row of all rules is what a user pays.
/// </para>
/// BenchmarkDotNet runs one candidate after the other, each to the end, which is of no use on a machine whose load changes
/// meanwhile.
/// </remarks>
internal sealed class AnalysisBenchmark(int rounds)
{
    public static string RoslynVersion => typeof(CSharpCompilation).Assembly.GetName().Version!.ToString(3);

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None);

    /// <summary>Measures the candidates beside <see cref="Candidates.Empty"/> and prints a table.</summary>
    /// <exception cref="InvalidOperationException">One of our rules threw, or the sources do not compile.</exception>
    public async Task CompareAsync(string title, IReadOnlyList<(string Path, string Text)> sources, ImmutableArray<Candidate> candidates)
    {
        candidates = candidates.Insert(0, Candidates.Empty);
        Print(title, sources, candidates, await MeasureAllAsync(sources, candidates));
    }

    /// <summary>The CPU time of an analysis with all our rules, as a multiple of the analysis with <see cref="Candidates.Empty"/>.</summary>
    /// <remarks>
    /// Of the least that each took: what else a machine does only ever adds, and a ratio of two medians of few rounds varies
    /// with it.
    /// </remarks>
    /// <exception cref="InvalidOperationException">One of our rules threw, or the sources do not compile.</exception>
    public async Task<double> RatioAsync(IReadOnlyList<(string Path, string Text)> sources)
    {
        Dictionary<Candidate, List<Measurement>> measured = await MeasureAllAsync(sources, [Candidates.Empty, Candidates.All]);
        return Least(Candidates.All) / Least(Candidates.Empty);

        double Least(Candidate candidate) => measured[candidate].Min(measurement => measurement.Cpu.TotalMilliseconds);
    }

    private async Task<Dictionary<Candidate, List<Measurement>>> MeasureAllAsync(IReadOnlyList<(string Path, string Text)> sources, ImmutableArray<Candidate> candidates)
    {
        var measured = candidates.ToDictionary(candidate => candidate, _ => new List<Measurement>());
        VerifyCompiles(Compile(sources));

        // The first run of each pays for loading it and compiling it to machine code.
        var warmUp = GeneratedProject.WithSession(2_000);
        foreach (Candidate candidate in candidates)
        {
            await MeasureAsync(candidate, warmUp);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < candidates.Length; i++)
            {
                Candidate candidate = candidates[(i + round) % candidates.Length];
                measured[candidate].Add(await MeasureAsync(candidate, sources));
            }
        }

        return measured;
    }

    private static async Task<Measurement> MeasureAsync(Candidate candidate, IReadOnlyList<(string Path, string Text)> sources)
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, analyzer, _) =>
            {
                lock (failures)
                {
                    failures.Add($"{analyzer.GetType().Name}: {exception}");
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false);
        CompilationWithAnalyzers analysis = Compile(sources).WithAnalyzers(candidate.Analyzers, options);
        GC.Collect();
        GC.WaitForPendingFinalizers();

        using var process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        AnalysisResult result = await analysis.GetAnalysisResultAsync(CancellationToken.None);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        process.Refresh();

        return candidate.IsOurs && failures.Count > 0
            ? throw new InvalidOperationException(string.Join('\n', failures))
            : new Measurement(process.TotalProcessorTime - before, elapsed, result.GetAllDiagnostics().Length);
    }

    private static CSharpCompilation Compile(IReadOnlyList<(string Path, string Text)> sources) =>
        CSharpCompilation.Create(
            "Generated",
            sources.Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Text), ParseOptions, source.Path)),
            [.. ReferenceAssemblies.NetCore, .. ReferenceAssemblies.AspNetCore],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static void VerifyCompiles(CSharpCompilation compilation)
    {
        Diagnostic[] errors = [.. compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5)];
        if (errors.Length > 0)
        {
            throw new InvalidOperationException("The generated sources do not compile:\n" + string.Join<Diagnostic>('\n', errors));
        }
    }

    private static void Print(string title, IReadOnlyList<(string Path, string Text)> sources, ImmutableArray<Candidate> candidates, Dictionary<Candidate, List<Measurement>> measured)
    {
        int lines = sources.Sum(source => source.Text.Count(character => character == '\n'));
        double empty = Median(Candidates.Empty, measurement => measurement.Cpu);
        double roslynator = candidates.Contains(Candidates.Roslynator) ? Median(Candidates.Roslynator, measurement => measurement.Cpu) - empty : double.NaN;

        Console.WriteLine();
        Console.WriteLine($"## {title} ({sources.Count} files, {lines} lines)");
        Console.WriteLine();
        Console.WriteLine("| candidate | analyzers | findings | CPU ms | elapsed ms | added CPU ms | of the empty run | of Roslynator's | added µs per line |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (Candidate candidate in candidates)
        {
            double cpu = Median(candidate, measurement => measurement.Cpu);
            double added = cpu - empty;
            string ofRoslynator = double.IsNaN(roslynator) ? "" : $"{added / roslynator:P1}";
            Console.WriteLine(
                $"| {candidate.Name} | {candidate.Analyzers.Length} | {measured[candidate][0].Findings} | {cpu:F0} | {Median(candidate, measurement => measurement.Elapsed):F0} | {added:F0} | {added / empty:P1} | {ofRoslynator} | {added * 1000 / lines:F2} |");
        }

        double Median(Candidate candidate, Func<Measurement, TimeSpan> figure)
        {
            double[] sorted = [.. measured[candidate].Select(measurement => figure(measurement).TotalMilliseconds).Order()];
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    private readonly record struct Measurement(TimeSpan Cpu, TimeSpan Elapsed, int Findings);
}
