using GranularSessions.Sessions;
using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredValue<T>(ItemRunner runner, string key, TimeSpan? lifetime) : SessionValue<T>
    where T : notnull
{
    public override string Key => key;

    public override async Task<T?> GetAsync(CancellationToken cancellationToken = default)
        => (await GetWithVersionAsync(cancellationToken).ConfigureAwait(false)).Value;

    public override async Task<VersionedValue<T>> GetWithVersionAsync(CancellationToken cancellationToken = default)
        => runner.Versioned<T>(await runner.RunAsync(new ReadValue(key), cancellationToken).ConfigureAwait(false));

    public override async Task<bool> ExistsAsync(CancellationToken cancellationToken = default)
        => await runner.CountAsync(key, ItemKind.Value, cancellationToken).ConfigureAwait(false) > 0;

    public override Task SetAsync(T value, CancellationToken cancellationToken = default)
        => WriteAsync(value, WriteCondition.None, cancellationToken);

    public override Task<bool> TryAddAsync(T value, CancellationToken cancellationToken = default)
        => WriteAsync(value, WriteCondition.IfAbsent, cancellationToken);

    public override Task<bool> TrySetAsync(T value, long expectedVersion, CancellationToken cancellationToken = default)
        => WriteAsync(value, WriteCondition.IfVersion(expectedVersion), cancellationToken);

    public override Task<T> UpdateAsync(Func<T?, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return ReplaceAsync(current => update(current.Value), cancellationToken);
    }

    public override Task<TResult> UpdateAsync<TResult>(
        Func<VersionedValue<T>, SessionUpdate<T, TResult>> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        runner.EnsureNoOperation("UpdateAsync with a result of its own", "the store would not know the result when it is repeated.");
        return runner.CompareAndSwap.RunAsync(key, AttemptAsync, cancellationToken);

        async Task<Attempt<TResult>> AttemptAsync()
        {
            var current = await GetWithVersionAsync(cancellationToken).ConfigureAwait(false);
            var next = update(current);
            return !next.IsWritten || await TrySetAsync(next.Value, current.Version, cancellationToken).ConfigureAwait(false)
                ? Attempt<TResult>.Final(next.Result)
                : Attempt<TResult>.Lost;
        }
    }

    public override Task<T> AddOrUpdateAsync(T addValue, Func<T, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(addValue);
        ArgumentNullException.ThrowIfNull(update);
        return ReplaceAsync(current => current.Exists ? update(current.Value) : addValue, cancellationToken);
    }

    public override async Task<T?> TakeAsync(CancellationToken cancellationToken = default)
    {
        var result = await runner.RunAsync(new TakeValue(key, expected: null), cancellationToken).ConfigureAwait(false);
        return result.Payload is { } json ? runner.Serializer.Deserialize<T>(json) : default;
    }

    public override Task<bool> TakeAsync(T expected, CancellationToken cancellationToken = default)
        => runner.IsAppliedAsync(new TakeValue(key, runner.Serializer.Serialize(expected)), cancellationToken);

    public override Task<bool> RemoveAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.Value, cancellationToken);

    private async Task<T> ReplaceAsync(Func<VersionedValue<T>, T> next, CancellationToken cancellationToken)
    {
        if (await runner.FindReplacementAsync(key, field: null, cancellationToken).ConfigureAwait(false) is { } recorded)
        {
            return runner.Serializer.Deserialize<T>(recorded);
        }

        return await runner.CompareAndSwap.RunAsync(key, AttemptAsync, cancellationToken).ConfigureAwait(false);

        async Task<Attempt<T>> AttemptAsync()
        {
            var current = await GetWithVersionAsync(cancellationToken).ConfigureAwait(false);
            var value = next(current);
            var write = new WriteValue(key, runner.Serializer.Serialize(value), WriteCondition.IfVersion(current.Version), lifetime);
            var result = await runner.ReplaceAsync(write, field: null, cancellationToken).ConfigureAwait(false);
            return result switch
            {
                { IsReplay: true, Payload: { } json } => Attempt<T>.Final(runner.Serializer.Deserialize<T>(json)),
                { Status: CommandStatus.Applied } => Attempt<T>.Final(value),
                _ => Attempt<T>.Lost,
            };
        }
    }

    private Task<bool> WriteAsync(T value, WriteCondition condition, CancellationToken cancellationToken)
        => runner.IsAppliedAsync(new WriteValue(key, runner.Serializer.Serialize(value), condition, lifetime), cancellationToken);
}
