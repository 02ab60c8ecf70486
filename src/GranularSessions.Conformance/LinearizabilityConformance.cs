using GranularSessions.Conformance.Linearizability;

namespace GranularSessions.Conformance;

/// <summary>
/// Thousands of short histories of concurrent clients, each checked for linearizability. A failure prints the history and
/// the seed of what was asked; how the clients interleave is not in the seed's hands.
/// </summary>
/// <param name="store">The store under test.</param>
public abstract class LinearizabilityConformance(StoreFixture store)
{
    /// <summary>How many histories are recorded for each kind of object. Default 500.</summary>
    protected virtual int HistoriesOfAKind => 500;

    /// <summary>The seed of the first history; the others follow it. Default 1.</summary>
    protected virtual int FirstSeed => 1;

    [Fact]
    public Task Counters_are_linearizable() => CheckAsync(CounterHistory.CheckAsync);

    [Fact]
    public Task Sets_are_linearizable() => CheckAsync(SetHistory.CheckAsync);

    [Fact]
    public Task Lists_are_linearizable() => CheckAsync(ListHistory.CheckAsync);

    [Fact]
    public Task Values_and_fields_are_linearizable_registers_with_compare_and_swap() => CheckAsync(RegisterHistory.CheckAsync);

    [Fact]
    public Task One_time_tokens_are_linearizable() => CheckAsync(TokenHistory.CheckAsync);

    [Fact]
    public Task A_sessions_life_is_linearizable() => CheckAsync(LifecycleHistory.CheckAsync);

    private async Task CheckAsync(Func<StoreFixture, int, Task<string?>> check)
    {
        for (var history = 0; history < HistoriesOfAKind; history++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            if (await check(store, FirstSeed + history) is { } violation)
            {
                Assert.Fail(violation);
            }
        }
    }
}
