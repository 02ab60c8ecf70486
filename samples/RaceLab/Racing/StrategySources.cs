using System.Collections.Frozen;
using System.Text.Json;

namespace RaceLab.Racing;

/// <summary>The strategies' source files, and what the analyzers said about them when this app was built. Immutable.</summary>
public sealed class StrategySources
{
    private const string Log = "findings.sarif";
    private const string Folder = "Strategies/";
    private readonly FrozenDictionary<string, StrategySource> _files;

    /// <summary>Reads the log that the build has left beside the app.</summary>
    /// <exception cref="InvalidOperationException">There is no log.</exception>
    public StrategySources()
    {
        string path = Path.Combine(AppContext.BaseDirectory, Log);
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"{Log} is missing beside the app. The build writes it: rebuild samples/RaceLab.");
        }

        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(path));
        ILookup<string, SourceFinding> findings = Read(log).ToLookup(finding => finding.File, finding => finding.Finding, StringComparer.Ordinal);
        _files = StrategyCatalog.All.SelectMany(strategy => strategy.Files).Distinct(StringComparer.Ordinal).ToFrozenDictionary(
            file => file,
            file => new StrategySource(file, TextOf(file), [.. findings[file].OrderBy(finding => finding.StartLine)]),
            StringComparer.Ordinal);
    }

    /// <summary>The files of a strategy, its own first.</summary>
    public IReadOnlyList<StrategySource> Of(StrategyInfo strategy) => [.. strategy.Files.Select(file => _files[file])];

    private static string TextOf(string file)
    {
        using Stream stream = typeof(StrategySources).Assembly.GetManifestResourceStream(Folder + file)
            ?? throw new InvalidOperationException($"The source {file} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<(string File, SourceFinding Finding)> Read(JsonDocument log)
    {
        foreach (JsonElement result in log.RootElement.GetProperty("runs").EnumerateArray().SelectMany(run => run.GetProperty("results").EnumerateArray()))
        {
            string rule = result.GetProperty("ruleId").GetString()!;
            bool isSuppressed = result.TryGetProperty("suppressions", out JsonElement suppressions) && suppressions.GetArrayLength() > 0;
            if (!rule.StartsWith("SESS", StringComparison.Ordinal) || isSuppressed || !result.TryGetProperty("locations", out JsonElement locations))
            {
                continue;
            }

            JsonElement location = locations[0].GetProperty("physicalLocation");
            string[] path = location.GetProperty("artifactLocation").GetProperty("uri").GetString()!.Split('/');
            if (path.Length < 2 || path[^2] + '/' != Folder)
            {
                continue;
            }

            JsonElement region = location.GetProperty("region");
            yield return (path[^1], new(
                rule,
                result.GetProperty("level").GetString()!,
                result.GetProperty("message").GetProperty("text").GetString()!,
                region.GetProperty("startLine").GetInt32(),
                region.GetProperty("endLine").GetInt32()));
        }
    }
}
