using RaceLab.Carts;

namespace RaceLab.Racing;

/// <summary>Measures what the carts' own store does.</summary>
internal sealed class RecordingCartStore(CartStore inner) : CartStore
{
    public override Task CreateAsync(string cart, string firstField, CancellationToken cancellationToken)
        => inner.CreateAsync(cart, firstField, cancellationToken);

    public override Task<long?> IncrementAsync(string cart, string field, CancellationToken cancellationToken)
        => ChangeAsync(inner.IncrementAsync, cart, field, cancellationToken);

    public override Task<bool> TryAddAsync(string cart, string field, CancellationToken cancellationToken)
        => ChangeAsync(inner.TryAddAsync, cart, field, cancellationToken);

    public override Task<bool> TryRemoveAsync(string cart, string field, CancellationToken cancellationToken)
        => ChangeAsync(inner.TryRemoveAsync, cart, field, cancellationToken);

    public override async Task<IReadOnlyDictionary<string, long>?> ReadAsync(string cart, CancellationToken cancellationToken)
    {
        using (RequestTrace.Current?.Measure(TraceStage.Load))
        {
            return await inner.ReadAsync(cart, cancellationToken);
        }
    }

    private static async Task<T> ChangeAsync<T>(
        Func<string, string, CancellationToken, Task<T>> change, string cart, string field, CancellationToken cancellationToken)
    {
        using (RequestTrace.Current?.Measure(TraceStage.Commit))
        {
            return await change(cart, field, cancellationToken);
        }
    }
}
