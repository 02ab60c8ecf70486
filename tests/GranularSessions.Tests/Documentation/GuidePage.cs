using System.Text.RegularExpressions;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Documentation;

/// <summary>A page of <c>docs</c> with examples in C#.</summary>
internal sealed partial class GuidePage
{
    private GuidePage(string name, string text)
    {
        Name = name;
        Text = text;
        Examples = [.. Block().Matches(text).Select(match => new GuideExample(
            text.AsSpan(0, match.Index).Count('\n') + 2,
            match.Groups["kind"].Value,
            match.Groups["code"].Value))];
    }

    public string Name { get; }

    public string Text { get; }

    public IReadOnlyList<GuideExample> Examples { get; }

    public static string Folder { get; } = Path.Combine(Repository.Root, "docs");

    public static GuidePage Read(string name) => new(name, File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n"));

    [GeneratedRegex("^```csharp(?: (?<kind>[a-z]+))?\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

/// <summary>A block of C# in a page.</summary>
/// <param name="Line">The line of the page that its first line is.</param>
/// <param name="Kind">Empty for the inside of a method, <c>types</c> for declarations, <c>program</c> for a whole <c>Program.cs</c>.</param>
/// <param name="Code">Its text.</param>
internal sealed record GuideExample(int Line, string Kind, string Code);
