using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using RaceLab.Racing;

namespace RaceLab.Sources;

/// <summary>The source files that the page shows, and what the analyzers said about them when this app was built. Immutable.</summary>
public sealed class SourceFiles
{
    private const string Log = "findings.sarif";
    private const string Strategies = "Strategies/";
    private static readonly Assembly App = typeof(SourceFiles).Assembly;
    private readonly FrozenDictionary<string, SourceFile> _files;

    /// <summary>Reads the log that the build has left beside the app.</summary>
    /// <exception cref="InvalidOperationException">There is no log.</exception>
    public SourceFiles()
    {
        string path = Path.Combine(AppContext.BaseDirectory, Log);
        if (!File.Exists(path))
        {
            throw new InvalidOperationException($"{Log} is missing beside the app. The build writes it: rebuild samples/RaceLab.");
        }

        using JsonDocument log = JsonDocument.Parse(File.ReadAllText(path));
        (string Path, SourceFinding Finding)[] findings = [.. Read(log)];
        _files = App.GetManifestResourceNames().Where(name => name.EndsWith(".cs", StringComparison.Ordinal)).ToFrozenDictionary(
            name => name,
            name => new SourceFile(
                Path.GetFileName(name),
                TextOf(name),
                [.. findings.Where(finding => finding.Path.EndsWith('/' + name, StringComparison.Ordinal)).Select(finding => finding.Finding).OrderBy(finding => finding.StartLine)]),
            StringComparer.Ordinal);
    }

    /// <summary>The files of a strategy, its own first.</summary>
    public IReadOnlyList<SourceFile> Of(StrategyInfo strategy) => [.. strategy.Files.Select(file => _files[Strategies + file])];

    /// <summary>Finds a file by its path in the project, such as <c>Csrf/DerivedToken.cs</c>; null: it is not shown.</summary>
    public SourceFile? Find(string path) => _files.GetValueOrDefault(path);

    private static string TextOf(string name)
    {
        using Stream stream = App.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<(string Path, SourceFinding Finding)> Read(JsonDocument log)
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
            JsonElement region = location.GetProperty("region");
            yield return (location.GetProperty("artifactLocation").GetProperty("uri").GetString()!, new(
                rule,
                result.GetProperty("level").GetString()!,
                result.GetProperty("message").GetProperty("text").GetString()!,
                region.GetProperty("startLine").GetInt32(),
                region.GetProperty("endLine").GetInt32()));
        }
    }
}
