using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Real-shaped sources with pieces missing, as seeds decide. A failure names its seed; the same seed gives the same sources.</summary>
public sealed class TruncatedSourcesTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Sources_cut_off_somewhere_do_not_throw(int seed)
    {
        var random = new Random(seed);
        return Analyze(seed, Sources().Select(source => (source.Path, random.Next(2) == 0 ? source.Text : source.Text[..random.Next(source.Text.Length)])));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Sources_with_tokens_deleted_do_not_throw(int seed)
    {
        var random = new Random(seed);
        return Analyze(seed, Sources().Select(source => (source.Path, WithoutTokens(source.Text, random, share: 0.005 + (random.NextDouble() * 0.05)))));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Sources_with_tokens_swapped_do_not_throw(int seed)
    {
        var random = new Random(seed);
        return Analyze(seed, Sources().Select(source => (source.Path, WithSwappedTokens(source.Text, random, swaps: 1 + random.Next(12)))));
    }

    private static IEnumerable<(string Path, string Text)> Sources() => MixedSources.All.Concat(LeakyShopSources.All);

    private static async Task Analyze(int seed, IEnumerable<(string Path, string Text)> sources)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var compilation = AllRules.Compile(sources.Select(source => AllRules.Parse(source.Text, source.Path)));

        await AllRules.FindAsync(compilation, TestContext.Current.CancellationToken);
    }

    private static string WithoutTokens(string text, Random random, double share) =>
        string.Concat(Tokens(text).Where(_ => random.NextDouble() >= share));

    private static string WithSwappedTokens(string text, Random random, int swaps)
    {
        string[] tokens = [.. Tokens(text)];
        for (int i = 0; i < swaps; i++)
        {
            int left = random.Next(tokens.Length);
            int right = random.Next(tokens.Length);
            (tokens[left], tokens[right]) = (tokens[right], tokens[left]);
        }

        return string.Concat(tokens);
    }

    private static IEnumerable<string> Tokens(string text) => SyntaxFactory.ParseTokens(text).Select(token => token.ToFullString());
}
