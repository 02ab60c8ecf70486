using System.Text.RegularExpressions;
using Xunit;

namespace SessionAnalyzers.Tests.Documentation;

/// <summary>A link of a page leads somewhere.</summary>
public sealed partial class LinksTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RulePage.Folder, "..", ".."));

    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "README.md", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_to_a_heading_of_it(string page)
    {
        var broken = Links(page).Where(link => !Exists(page, link));

        Assert.Empty(broken);
    }

    [Fact]
    public void The_index_leads_to_every_page()
    {
        var pages = Pages.Select(row => row.Data).Where(page => page.StartsWith("docs/", StringComparison.Ordinal) && !page.StartsWith("docs/rules/", StringComparison.Ordinal));
        var linked = Links("docs/index.md").Select(link => "docs/" + link.Split('#')[0]);

        Assert.Empty(pages.Except(linked).Except(["docs/index.md"]));
    }

    private static bool Exists(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? Path.Combine(Root, page) : Path.Combine(Root, Path.GetDirectoryName(page)!, parts[0]);
        return parts.Length == 1
            ? File.Exists(target) || Directory.Exists(target)
            : File.Exists(target) && Headings(File.ReadAllText(target)).Contains(parts[1]);
    }

    private static IEnumerable<string> Links(string page) =>
        Link().Matches(CodeBlock().Replace(File.ReadAllText(Path.Combine(Root, page)), ""))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));

    /// <summary>The anchors that GitHub makes of headings.</summary>
    private static IEnumerable<string> Headings(string text) =>
        Heading().Matches(text).Select(heading => NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
