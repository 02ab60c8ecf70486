using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredCounter(ItemRunner runner, string key, TimeSpan? lifetime) : SessionCounter
{
    public override string Key => key;

    public override Task<long> IncrementAsync(long by = 1, CancellationToken cancellationToken = default)
        => runner.RunAsync(
            new AddToCounter(key, by, long.MinValue, long.MaxValue, lifetime),
            static (add, result) => result.Status == CommandStatus.Applied
                ? result.Number
                : throw new OverflowException($"The counter '{add.Key}' is {result.Number}; adding {add.By} overflows."),
            cancellationToken);

    public override Task<long> DecrementAsync(long by = 1, CancellationToken cancellationToken = default)
        => by == long.MinValue
            ? throw new OverflowException($"{by} has no negative in 64 bits.")
            : IncrementAsync(-by, cancellationToken);

    public override Task<CounterUpdate> TryIncrementAsync(
        long by = 1, long min = long.MinValue, long max = long.MaxValue, CancellationToken cancellationToken = default)
    {
        Bounds.Validate(min, max);
        return runner.RunAsync(
            new AddToCounter(key, by, min, max, lifetime),
            static (_, result) => new CounterUpdate(result.Status == CommandStatus.Applied, result.Number),
            cancellationToken);
    }

    public override Task<long?> ExchangeAsync(long value, CancellationToken cancellationToken = default)
        => runner.RunAsync(
            new ExchangeCounter(key, value, lifetime), static (_, result) => result.HadValue ? result.Number : (long?)null, cancellationToken);

    public override Task SetAsync(long value, CancellationToken cancellationToken = default) => ExchangeAsync(value, cancellationToken);

    public override Task<long> GetAsync(CancellationToken cancellationToken = default)
        => runner.RunAsync(new ReadCounter(key), static (_, result) => result.Number, cancellationToken);

    public override Task<long?> GetOrNullAsync(CancellationToken cancellationToken = default)
        => runner.RunAsync(
            new ReadCounter(key), static (_, result) => result.Status == CommandStatus.Applied ? result.Number : (long?)null, cancellationToken);

    public override Task<bool> RemoveAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.Counter, cancellationToken);
}
