using System.Text.RegularExpressions;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>A page of <c>docs/rules</c>, read.</summary>
internal sealed partial class RulePage
{
    private const string FirstSection = "\n## Why\n";

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

    /// <summary>What stands before the first section, with its line end.</summary>
    public string Header => _text[.._text.IndexOf(FirstSection, StringComparison.Ordinal)];

    /// <summary>What the header's table says of the fix beyond whether there is one: <c>, where the endpoint itself is cached</c>.</summary>
    public string FixRemark => FixRow().Match(Header).Groups["remark"].Value;

    /// <summary>The options that the page's configuration sets, in order.</summary>
    public IReadOnlyList<string> Options => [.. OptionSetting().Matches(TextOf("Configuration")).Select(setting => setting.Groups["name"].Value).Distinct()];

    public static RulePage Read(string id) => new(id, File.ReadAllText(PathOf(id)).ReplaceLineEndings("\n"));

    /// <summary>Puts another header in front of the sections.</summary>
    public void WriteHeader(string header) => File.WriteAllText(PathOf(Id), header + _text[Header.Length..]);

    /// <summary>What is under a heading.</summary>
    public string TextOf(string section) => _text.Split($"\n## {section}\n")[1].Split("\n## ")[0];

    /// <summary>The block marked with <paramref name="kind"/>, <c>bad</c> or <c>good</c>.</summary>
    public string Example(string kind) => ExampleBlock(kind).Groups["code"].Value;

    /// <summary>The language of that block: <c>csharp</c>, or <c>ini</c> for the text of an .editorconfig.</summary>
    public string ExampleLanguage(string kind) => ExampleBlock(kind).Groups["language"].Value;

    private Match ExampleBlock(string kind) => Block().Matches(_text).Single(block => block.Groups["kind"].Value == kind);

    private static string PathOf(string id) => Path.Combine(Folder, id + ".md");

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

    [GeneratedRegex(@"^\| Fix \| (yes|none)(?<remark>.*) \|$", RegexOptions.Multiline)]
    private static partial Regex FixRow();

    [GeneratedRegex(@"^(?<name>sessionanalyzers\.[\w.]+) = ", RegexOptions.Multiline)]
    private static partial Regex OptionSetting();

    [GeneratedRegex(@"^```(?<language>\w+) (?<kind>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
