using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Xunit;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>Which thread asks first must not decide what is found.</summary>
public sealed class ShuffledRunsTests
{
    private const int Runs = 100;

    [Fact]
    public async Task A_hundred_concurrent_runs_over_shuffled_files_find_the_same()
    {
        SyntaxTree[] trees = [.. MixedSources.All.Concat(LeakyShopSources.All).Select(source => AllRules.Parse(source.Text, source.Path))];
        ImmutableArray<string> expected = await AllRules.FindAsync(AllRules.Compile(trees), TestContext.Current.CancellationToken);
        Assert.True(expected.Length >= 10, $"Too little is found to compare: {string.Join('\n', expected)}");

        for (int seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            // Trees of their own, so that hash codes differ from run to run as they do from build to build.
            SyntaxTree[] shuffled = [.. trees.Select(tree => AllRules.Parse(tree.ToString(), tree.FilePath))];
            random.Shuffle(shuffled);

            ImmutableArray<string> found = await AllRules.FindAsync(AllRules.Compile(shuffled), TestContext.Current.CancellationToken);

            Assert.True(expected.SequenceEqual(found), $"Seed {seed} differs:\n- {string.Join("\n- ", expected.Except(found))}\n+ {string.Join("\n+ ", found.Except(expected))}");
        }
    }
}
