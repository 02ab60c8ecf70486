using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>LeakyShop as it is, and as Fix All leaves it: fixed and compiled once for all tests.</summary>
public sealed class Shops : IAsyncLifetime
{
    internal Solution LeakySolution { get; private set; } = null!;

    internal Solution FixedSolution { get; private set; } = null!;

    internal CompiledShop Leaky { get; private set; } = null!;

    internal CompiledShop Fixed { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        LeakySolution = LeakyShopSolution.Load();
        FixedSolution = await FixAll.ApplyAsync(LeakySolution, cancellationToken);
        Leaky = await CompiledShop.CompileAsync(LeakySolution, cancellationToken);
        Fixed = await CompiledShop.CompileAsync(FixedSolution, cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
