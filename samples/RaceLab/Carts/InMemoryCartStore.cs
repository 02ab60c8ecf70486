namespace RaceLab.Carts;

/// <summary>Keeps carts in this process's memory, by the app's clock.</summary>
internal sealed class InMemoryCartStore(TimeProvider time) : CartStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Dictionary<string, long> Fields, DateTimeOffset ExpiresAt)> _carts = new(StringComparer.Ordinal);

    public override Task CreateAsync(string cart, string firstField, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            RemoveExpired();
            _carts.Add(cart, (new(StringComparer.Ordinal) { [firstField] = 1 }, time.GetUtcNow() + Lifetime));
        }

        return Task.CompletedTask;
    }

    public override Task<long?> IncrementAsync(string cart, string field, CancellationToken cancellationToken)
        => Change(cart, long? (fields) => fields[field] = fields.GetValueOrDefault(field) + 1);

    public override Task<bool> TryAddAsync(string cart, string field, CancellationToken cancellationToken)
        => Change(cart, fields => fields.TryAdd(field, 1));

    public override Task<bool> TryRemoveAsync(string cart, string field, CancellationToken cancellationToken)
        => Change(cart, fields => fields.Remove(field));

    public override Task<IReadOnlyDictionary<string, long>?> ReadAsync(string cart, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyDictionary<string, long>?>(
                Find(cart) is { } fields ? new Dictionary<string, long>(fields, StringComparer.Ordinal) : null);
        }
    }

    private Task<T?> Change<T>(string cart, Func<Dictionary<string, long>, T> change)
    {
        lock (_lock)
        {
            if (Find(cart) is not { } fields)
            {
                return Task.FromResult(default(T));
            }

            _carts[cart] = (fields, time.GetUtcNow() + Lifetime);
            return Task.FromResult<T?>(change(fields));
        }
    }

    private Dictionary<string, long>? Find(string cart)
        => _carts.TryGetValue(cart, out var found) && found.ExpiresAt > time.GetUtcNow() ? found.Fields : null;

    private void RemoveExpired()
    {
        DateTimeOffset now = time.GetUtcNow();
        foreach (string expired in _carts.Where(cart => cart.Value.ExpiresAt <= now).Select(cart => cart.Key).ToList())
        {
            _carts.Remove(expired);
        }
    }
}
