using GranularSessions.Sessions;
using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

internal sealed class StoredMap<T>(ItemRunner runner, string key, TimeSpan? lifetime) : SessionMap<T>
    where T : notnull
{
    public override string Key => key;

    public override async Task<T?> GetAsync(string field, CancellationToken cancellationToken = default)
        => (await GetWithVersionAsync(field, cancellationToken).ConfigureAwait(false)).Value;

    public override async Task<VersionedValue<T>> GetWithVersionAsync(string field, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(field);
        return runner.Versioned<T>(await runner.RunAsync(new ReadField(key, field), cancellationToken).ConfigureAwait(false));
    }

    public override async Task<IReadOnlyDictionary<string, T>> GetAllAsync(CancellationToken cancellationToken = default)
    {
        var result = await runner.RunAsync(new ReadMap(key), cancellationToken).ConfigureAwait(false);
        return result.Fields is { } fields
            ? fields.ToDictionary(field => field.Key, field => runner.Serializer.Deserialize<T>(field.Value), StringComparer.Ordinal)
            : new Dictionary<string, T>(StringComparer.Ordinal);
    }

    public override Task<bool> ContainsAsync(string field, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(field);
        return runner.IsAppliedAsync(new ReadField(key, field), cancellationToken);
    }

    public override Task<int> CountAsync(CancellationToken cancellationToken = default)
        => runner.CountAsync(key, ItemKind.Map, cancellationToken);

    public override Task SetAsync(string field, T value, CancellationToken cancellationToken = default)
        => WriteAsync(field, value, WriteCondition.None, cancellationToken);

    public override Task<bool> TryAddAsync(string field, T value, CancellationToken cancellationToken = default)
        => WriteAsync(field, value, WriteCondition.IfAbsent, cancellationToken);

    public override Task<bool> TrySetAsync(string field, T value, long expectedVersion, CancellationToken cancellationToken = default)
        => WriteAsync(field, value, WriteCondition.IfVersion(expectedVersion), cancellationToken);

    public override Task<bool> RemoveAsync(string field, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(field);
        return runner.IsAppliedAsync(new RemoveField(key, field), cancellationToken);
    }

    public override async Task<T> UpdateAsync(string field, Func<T, T> update, CancellationToken cancellationToken = default)
    {
        var updated = await TryUpdateAsync(field, update, cancellationToken).ConfigureAwait(false);
        return updated.Applied ? updated.Value : throw new KeyNotFoundException($"The session item '{key}' has no field '{field}'.");
    }

    public override Task<TResult> UpdateAsync<TResult>(
        string field, Func<VersionedValue<T>, SessionUpdate<T, TResult>> update, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(field);
        ArgumentNullException.ThrowIfNull(update);
        runner.EnsureNoOperation("UpdateAsync with a result of its own", "the store would not know the result when it is repeated.");
        return runner.CompareAndSwap.RunAsync(key, AttemptAsync, cancellationToken);

        async Task<Attempt<TResult>> AttemptAsync()
        {
            var current = await GetWithVersionAsync(field, cancellationToken).ConfigureAwait(false);
            var next = update(current);
            return !next.IsWritten || await TrySetAsync(field, next.Value, current.Version, cancellationToken).ConfigureAwait(false)
                ? Attempt<TResult>.Final(next.Result)
                : Attempt<TResult>.Lost;
        }
    }

    public override Task<MapUpdate<T>> TryUpdateAsync(string field, Func<T, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(update);
        return ReplaceAsync(field, current => current.Exists ? new MapUpdate<T>(update(current.Value)) : default, cancellationToken);
    }

    public override async Task<T> AddOrUpdateAsync(string field, T addValue, Func<T, T> update, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(addValue);
        ArgumentNullException.ThrowIfNull(update);
        var updated = await ReplaceAsync(field, current => new(current.Exists ? update(current.Value) : addValue), cancellationToken).ConfigureAwait(false);
        return updated.Value!;
    }

    public override async Task<long> IncrementAsync(string field, long by = 1, CancellationToken cancellationToken = default)
    {
        var update = await TryIncrementAsync(field, by, cancellationToken: cancellationToken).ConfigureAwait(false);
        return update.Applied
            ? update.Value
            : throw new OverflowException($"The field '{field}' of '{key}' is {update.Value}; adding {by} overflows {typeof(T).Name}.");
    }

    public override async Task<CounterUpdate> TryIncrementAsync(
        string field, long by = 1, long min = long.MinValue, long max = long.MaxValue, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(field);
        Bounds.Validate(min, max);
        var (smallest, largest) = IntegerRange.Of(typeof(T));
        var command = new AddToField(key, field, by, Math.Max(min, smallest), Math.Min(max, largest), lifetime);
        var result = await runner.RunAsync(command, cancellationToken).ConfigureAwait(false);
        return new(result.Status == CommandStatus.Applied, result.Number);
    }

    public override Task<bool> ClearAsync(CancellationToken cancellationToken = default)
        => runner.RemoveAsync(key, ItemKind.Map, cancellationToken);

    /// <param name="field">The field.</param>
    /// <param name="next">Makes the next value; not applied where there shall be none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    private async Task<MapUpdate<T>> ReplaceAsync(string field, Func<VersionedValue<T>, MapUpdate<T>> next, CancellationToken cancellationToken)
    {
        SessionNames.Validate(field);
        if (await runner.FindReplacementAsync(key, field, cancellationToken).ConfigureAwait(false) is { } recorded)
        {
            return new(runner.Serializer.Deserialize<T>(recorded));
        }

        return await runner.CompareAndSwap.RunAsync(key, AttemptAsync, cancellationToken).ConfigureAwait(false);

        async Task<Attempt<MapUpdate<T>>> AttemptAsync()
        {
            var current = await GetWithVersionAsync(field, cancellationToken).ConfigureAwait(false);
            var updated = next(current);
            if (!updated.Applied)
            {
                return Attempt<MapUpdate<T>>.Final(default);
            }

            var write = new WriteField(key, field, runner.Serializer.Serialize(updated.Value), WriteCondition.IfVersion(current.Version), lifetime);
            var result = await runner.ReplaceAsync(write, field, cancellationToken).ConfigureAwait(false);
            return result switch
            {
                { IsReplay: true, Payload: { } json } => Attempt<MapUpdate<T>>.Final(new(runner.Serializer.Deserialize<T>(json))),
                { Status: CommandStatus.Applied } => Attempt<MapUpdate<T>>.Final(updated),
                _ => Attempt<MapUpdate<T>>.Lost,
            };
        }
    }

    private Task<bool> WriteAsync(string field, T value, WriteCondition condition, CancellationToken cancellationToken)
    {
        SessionNames.Validate(field);
        return runner.IsAppliedAsync(new WriteField(key, field, runner.Serializer.Serialize(value), condition, lifetime), cancellationToken);
    }
}
