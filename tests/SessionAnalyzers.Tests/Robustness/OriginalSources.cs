using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Tests.Concurrency;
using SessionAnalyzers.Tests.Verification;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Whole sources that stand for themselves: the texts in the rules' tests and the examples on their pages.</summary>
internal static partial class OriginalSources
{
    private static readonly Lazy<IReadOnlyList<(string Origin, string Text)>> LazyAll = new(() => [.. TestTexts(), .. PageExamples()]);

    private static readonly ConcurrentDictionary<string, string> Completed = new();

    public static IReadOnlyList<(string Origin, string Text)> All => LazyAll.Value;

    /// <summary>A test may complete its text with shared wrappers or a class around it; with them it compiles, if it does at all.</summary>
    public static string Complete(string text) => Completed.GetOrAdd(text, static text =>
        ((string[])[text, text + SessionSources.Wrappers, SessionSources.Controller(text), "using GranularSessions;\nusing Microsoft.AspNetCore.Mvc;\n" + text]).FirstOrDefault(Compiles) ?? text);

    private static IEnumerable<(string Origin, string Text)> TestTexts() =>
        from folder in (string[])["Concurrency", "Security", "Reliability", "Rewriting"]
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "SessionAnalyzers.Tests", folder), "*.cs").Order(StringComparer.Ordinal)
        from literal in CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
        where literal.Token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken)
        let text = Markup.Parse(literal.Token.ValueText.ReplaceLineEndings("\n")).Text
        where IsCode(text)
        select ($"{folder}/{Path.GetFileName(path)}({literal.GetLocation().GetLineSpan().StartLinePosition.Line + 1})", text);

    private static IEnumerable<(string Origin, string Text)> PageExamples() =>
        from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "rules"), "SESS*.md").Order(StringComparer.Ordinal)
        from Match block in ExampleBlock().Matches(File.ReadAllText(path).ReplaceLineEndings("\n"))
        select (Path.GetFileName(path), block.Groups["code"].Value);

    private static bool IsCode(string text) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)) is var tree
        && !tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
        && tree.GetRoot().DescendantNodes().Any(node => node is InvocationExpressionSyntax);

    private static bool Compiles(string text) =>
        Mutant.Alone(text, referencesGranularSessions: true).Project.GetCompilationAsync().GetAwaiter().GetResult()!
            .GetDiagnostics().All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    [GeneratedRegex(@"^```csharp \w+\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ExampleBlock();
}
