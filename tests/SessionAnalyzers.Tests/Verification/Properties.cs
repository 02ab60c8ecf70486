using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using Xunit;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>Checks a property on generated inputs, the same ones in every run unless <c>SESSION_TESTS_SEED</c> sets another seed.</summary>
internal static class Properties
{
    private const ulong DefaultSeed = 20_261_121;

    // The generator's second number; any odd one will do.
    private const ulong Gamma = 0x9E37_79B9_7F4A_7C15;

    /// <param name="inputs">Generates the inputs.</param>
    /// <param name="shrink">Gives smaller variants of an input that fails.</param>
    /// <param name="property">Throws where it does not hold.</param>
    /// <param name="count">How many inputs.</param>
    /// <param name="maxSize">The size that the last inputs are generated with.</param>
    public static void Hold<T>(Gen<T> inputs, Func<T, IEnumerable<T>> shrink, Action<T> property, int count = 200, int maxSize = 50)
    {
        ulong seed = ulong.TryParse(Environment.GetEnvironmentVariable("SESSION_TESTS_SEED"), out ulong configured) ? configured : DefaultSeed;
        TestContext.Current.TestOutputHelper?.WriteLine($"SESSION_TESTS_SEED={seed}");

        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(count)
            .WithEndSize(maxSize)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, Gamma), FSharpOption<int>.None)));
        Check.One(config, Prop.ForAll(Arb.From(inputs, shrink), property));
    }

    /// <inheritdoc cref="Hold{T}(Gen{T}, Func{T, IEnumerable{T}}, Action{T}, int, int)"/>
    public static void Hold<T>(Gen<T> inputs, Action<T> property, int count = 200, int maxSize = 50) => Hold(inputs, _ => [], property, count, maxSize);
}
