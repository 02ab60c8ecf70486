using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using GranularSessions.Conformance;
using GranularSessions.PostgreSql;
using GranularSessions.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GranularSessions.Tests.Documentation;

/// <summary>What the guides show compiles, and what they promise to list is listed.</summary>
public sealed partial class GuidePagesTests
{
    private const string RuntimePage = "runtime.md";

    private static readonly Assembly[] Packages =
    [
        typeof(SessionState).Assembly,
        typeof(PostgreSqlSessionOptions).Assembly,
        typeof(GranularSessionsRedisExtensions).Assembly,
        typeof(StoreFixture).Assembly,
    ];

    public static TheoryData<string> Pages => [RuntimePage, "migrating-from-isession.md", "writing-a-store.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_example_compiles_without_a_warning(string name)
    {
        var page = GuidePage.Read(name);

        Assert.NotEmpty(page.Examples);
        Assert.Empty(GuideCompiler.Compile(page).SelectMany(GuideCompiler.Problems));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_is_of_a_known_kind(string name)
        => Assert.Empty(GuidePage.Read(name).Examples.Select(example => example.Kind).Except(["", "types", "program"]));

    [Fact]
    public void Every_public_type_is_in_an_example()
    {
        var shown = GuideCompiler.Compile(GuidePage.Read(RuntimePage)).SelectMany(TypesIn).ToHashSet();

        Assert.Empty(Packages.SelectMany(package => package.GetExportedTypes()).Where(type => !type.IsNested).Select(type => type.FullName).Except(shown));
    }

    [Theory]
    [InlineData(typeof(GranularSessionOptions))]
    public void Every_option_is_in_the_table(Type options)
        => Assert.All(options.GetProperties(), option => Assert.Contains($"\n| `{option.Name}` | ", GuidePage.Read(RuntimePage).Text, StringComparison.Ordinal));

    [Fact]
    public void Every_exception_is_in_the_table()
        => Assert.All(
            typeof(SessionException).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(SessionException))),
            exception => Assert.Contains($"\n| `{exception.Name}` | ", GuidePage.Read(RuntimePage).Text, StringComparison.Ordinal));

    [Fact]
    public async Task The_table_of_instruments_is_complete()
    {
        var published = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == "GranularSessions")
            {
                lock (published)
                {
                    published.Add($"| `{instrument.Name}` | {instrument.Unit} |");
                }
            }
        };
        listener.Start();
        await using var app = await SessionApp.StartAsync(app => app.Act("/", context => context.Session.Clear()));
        await app.NewBrowser().GetTextAsync("/");

        var documented = InstrumentRow().Matches(GuidePage.Read(RuntimePage).Text).Select(row => row.Value);

        lock (published)
        {
            Assert.Equal(published.Distinct().Order(), documented.Order());
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string name)
        => Assert.All(Link().Matches(GuidePage.Read(name).Text), link =>
        {
            var target = link.Groups["file"].Value;
            var page = target.Length == 0 ? GuidePage.Read(name).Text : File.ReadAllText(Path.Combine(GuidePage.Folder, target)).ReplaceLineEndings("\n");
            if (link.Groups["heading"].Value is { Length: > 0 } heading)
            {
                Assert.Contains(heading, Heading().Matches(page).Select(title => AnchorOf(title.Groups["title"].Value)));
            }

            // A test is named by its link's text.
            if (target.EndsWith(".cs", StringComparison.Ordinal))
            {
                Assert.Contains($" {link.Groups["text"].Value.Trim('`')}(", page, StringComparison.Ordinal);
            }
        });

    private static string AnchorOf(string title)
        => string.Concat(title.ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-')).Replace(' ', '-');

    private static IEnumerable<string> TypesIn(CSharpCompilation compilation)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var symbol = model.GetSymbolInfo(name).Symbol;
                var type = symbol as INamedTypeSymbol ?? (symbol as IMethodSymbol)?.ReducedFrom?.ContainingType ?? symbol?.ContainingType;
                if (type is not null)
                {
                    yield return $"{type.OriginalDefinition.ContainingNamespace.ToDisplayString()}.{type.OriginalDefinition.MetadataName}";
                }
            }
        }
    }

    [GeneratedRegex(@"^\| `granularsessions\.[a-z_.]+` \| [^|]+ \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\((?!https?:)(?<file>[^)#]*)(#(?<heading>[^)]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
