using System.Globalization;
using SessionAnalyzers.Benchmarks;
using SessionAnalyzers.Benchmarks.Runtime;

int rounds = Option("--rounds", 5);
int lines = Option("--lines", 100_000);
string only = Text("--scenario") ?? "all";
int milliseconds = Option("--milliseconds", 500);
if (rounds < 1 || lines < 1_000 || milliseconds < 1
    || only is not ("all" or "session" or "plain" or "linear" or "goal" or "contract" or "runtime" or "runtime-postgresql" or "runtime-redis"))
{
    Console.Error.WriteLine("usage: Benchmarks [--scenario session|plain|linear|goal|contract] [--lines N, 1000 or more] [--rounds N, 1 or more]");
    Console.Error.WriteLine("       Benchmarks --scenario runtime|runtime-postgresql|runtime-redis [--rounds N, 1 or more] [--milliseconds N, 1 or more]");
    return 2;
}

if (only.StartsWith("runtime", StringComparison.Ordinal))
{
    Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} processors, median of {rounds} interleaved rounds of {milliseconds} ms");
    var scenarios = new RuntimeScenarios(new RuntimeBenchmark(rounds, TimeSpan.FromMilliseconds(milliseconds)));
    await (only switch
    {
        "runtime-postgresql" => scenarios.PostgreSqlAsync(),
        "runtime-redis" => scenarios.RedisAsync(),
        _ => scenarios.InMemoryAsync(),
    });
    return 0;
}

var benchmark = new AnalysisBenchmark(rounds);
if (only == "contract")
{
    return await CostContract.CheckAsync(benchmark) ? 0 : 1;
}

Console.WriteLine($"Roslyn {AnalysisBenchmark.RoslynVersion}, {Environment.ProcessorCount} processors, median of {rounds} interleaved rounds");
if (only == "goal")
{
    await benchmark.CompareAsync($"all rules beside Roslynator's, {lines} lines", GeneratedProject.WithSession(lines), [Candidates.All, Candidates.Roslynator]);
    await benchmark.CompareAsync($"all rules beside Roslynator's, no session, {lines} lines", GeneratedProject.WithoutSession(lines), [Candidates.All, Candidates.Roslynator]);
}

if (only is "all" or "session")
{
    await benchmark.CompareAsync($"mixed session code, {lines} lines", GeneratedProject.WithSession(lines), [.. Candidates.Ours, .. Candidates.Peers]);
}

if (only is "all" or "plain")
{
    await benchmark.CompareAsync($"ASP.NET Core without a session, {lines} lines", GeneratedProject.WithoutSession(lines), [.. Candidates.Ours, .. Candidates.Peers]);
}

if (only is "all" or "linear")
{
    foreach (int size in new[] { lines / 10, lines * 3 / 10, lines })
    {
        await benchmark.CompareAsync($"linearity, {size} lines", GeneratedProject.WithSession(size), [Candidates.All]);
    }
}

return 0;

string? Text(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

int Option(string name, int otherwise) => Text(name) is not { } text ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : 0;
