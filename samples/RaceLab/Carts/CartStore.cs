namespace RaceLab.Carts;

/// <summary>
/// Keeps carts, each with named whole numbers, on their own terms: whatever becomes of a session, a cart lives for
/// <see cref="Lifetime"/> after its last change. Every call is one atomic step. Thread-safe.
/// </summary>
public abstract class CartStore
{
    /// <summary>How long a cart is kept after its last change.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Creates a cart with one field, at 1.</summary>
    public abstract Task CreateAsync(string cart, string firstField, CancellationToken cancellationToken);

    /// <summary>Adds one to a field.</summary>
    /// <returns>The new number; null: there is no such cart.</returns>
    public abstract Task<long?> IncrementAsync(string cart, string field, CancellationToken cancellationToken);

    /// <summary>Adds a field at 1. Of all concurrent callers one gets true; none where there is no such cart.</summary>
    public abstract Task<bool> TryAddAsync(string cart, string field, CancellationToken cancellationToken);

    /// <summary>Removes a field. Of all concurrent callers one gets true; none where there is no such cart.</summary>
    public abstract Task<bool> TryRemoveAsync(string cart, string field, CancellationToken cancellationToken);

    /// <summary>Reads all fields; null: there is no such cart.</summary>
    public abstract Task<IReadOnlyDictionary<string, long>?> ReadAsync(string cart, CancellationToken cancellationToken);
}
