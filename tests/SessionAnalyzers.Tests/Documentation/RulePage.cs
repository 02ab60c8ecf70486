using System.Text.RegularExpressions;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>A page of <c>docs/rules</c>, read.</summary>
internal sealed partial class RulePage
{
    private readonly string _text;

    private RulePage(string id, string text)
    {
        Id = id;
        _text = text;
    }

    public static string Folder { get; } = FindFolder();

    public string Id { get; }

    /// <summary>What follows the id in the heading.</summary>
    public string Name => Heading().Match(_text) is { Success: true } heading && heading.Groups["id"].Value == Id
        ? heading.Groups["name"].Value
        : throw new InvalidDataException($"{Id}.md does not begin with '# {Id}: name'.");

    public IReadOnlyList<string> Sections => [.. Section().Matches(_text).Select(section => section.Groups["name"].Value)];

    /// <summary>The table below the heading: column to cell.</summary>
    public IReadOnlyDictionary<string, string> Facts
    {
        get
        {
            var rows = _text.Split('\n').Where(line => line.StartsWith('|')).Take(3).Select(Cells).ToList();
            return rows[0].Zip(rows[2]).ToDictionary(cell => cell.First, cell => cell.Second);
        }
    }

    /// <summary>The paragraph below the table.</summary>
    public string Summary => SummaryParagraph().Match(_text).Groups["summary"].Value.ReplaceLineEndings(" ");

    public static RulePage Read(string id) => new(id, File.ReadAllText(Path.Combine(Folder, id + ".md")).ReplaceLineEndings("\n"));

    /// <summary>What is under a heading.</summary>
    public string TextOf(string section) => _text.Split($"\n## {section}\n")[1].Split("\n## ")[0];

    /// <summary>The block marked with <paramref name="kind"/>, <c>bad</c> or <c>good</c>.</summary>
    public string Example(string kind) => ExampleBlock(kind).Groups["code"].Value;

    /// <summary>The language of that block: <c>csharp</c>, or <c>ini</c> for the text of an .editorconfig.</summary>
    public string ExampleLanguage(string kind) => ExampleBlock(kind).Groups["language"].Value;

    private Match ExampleBlock(string kind) => Block().Matches(_text).Single(block => block.Groups["kind"].Value == kind);

    private static string[] Cells(string row) => [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static string FindFolder()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "docs", "rules");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new DirectoryNotFoundException($"docs/rules is above no parent of {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex(@"\A# (?<id>SESS\d{4}): (?<name>\w+)\n")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^## (?<name>.+)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\|[^\n]*\|\n\n(?<summary>[^\n]+(\n[^\n]+)*)\n\n## ", RegexOptions.Multiline)]
    private static partial Regex SummaryParagraph();

    [GeneratedRegex(@"^```(?<language>\w+) (?<kind>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
