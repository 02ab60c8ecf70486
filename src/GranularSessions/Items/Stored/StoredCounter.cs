using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredCounter(ItemRunner runner, string key, TimeSpan? lifetime) : SessionCounter
{
    public override string Key => key;

    public override async Task<long> IncrementAsync(long by = 1, CancellationToken cancellationToken = default)
    {
        var result = await runner.RunAsync(new AddToCounter(key, by, long.MinValue, long.MaxValue, lifetime), cancellationToken).ConfigureAwait(false);
        return result.Status == CommandStatus.Applied
            ? result.Number
            : throw new OverflowException($"The counter '{key}' is {result.Number}; adding {by} overflows.");
    }

    public override Task<long> DecrementAsync(long by = 1, CancellationToken cancellationToken = default)
        => by == long.MinValue
            ? throw new OverflowException($"{by} has no negative in 64 bits.")
            : IncrementAsync(-by, cancellationToken);

    public override Task<CounterUpdate> TryIncrementAsync(
        long by = 1, long min = long.MinValue, long max = long.MaxValue, CancellationToken cancellationToken = default)
    {
        Bounds.Validate(min, max);
        return AddAsync(by, min, max, cancellationToken);
    }

    public override async Task<long?> ExchangeAsync(long value, CancellationToken cancellationToken = default)
    {
        var result = await runner.RunAsync(new ExchangeCounter(key, value, lifetime), cancellationToken).ConfigureAwait(false);
        return result.HadValue ? result.Number : null;
    }

    public override Task SetAsync(long value, CancellationToken cancellationToken = default) => ExchangeAsync(value, cancellationToken);

    public override async Task<long> GetAsync(CancellationToken cancellationToken = default)
        => (await runner.RunAsync(new ReadCounter(key), cancellationToken).ConfigureAwait(false)).Number;

    public override async Task<long?> GetOrNullAsync(CancellationToken cancellationToken = default)
    {
        var result = await runner.RunAsync(new ReadCounter(key), cancellationToken).ConfigureAwait(false);
        return result.Status == CommandStatus.Applied ? result.Number : null;
    }

    public override Task<bool> RemoveAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.Counter, cancellationToken);

    private async Task<CounterUpdate> AddAsync(long by, long min, long max, CancellationToken cancellationToken)
    {
        var result = await runner.RunAsync(new AddToCounter(key, by, min, max, lifetime), cancellationToken).ConfigureAwait(false);
        return new(result.Status == CommandStatus.Applied, result.Number);
    }
}
