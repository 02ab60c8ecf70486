namespace GranularSessions;

/// <summary>
/// A 64-bit counter of the session. Every operation is one atomic step in the store, so concurrent requests never
/// lose a count. Thread-safe; keep and share it freely.
/// </summary>
/// <remarks>
/// Every operation throws <see cref="SessionItemKindException"/> when the key holds another kind of item,
/// <see cref="SessionEndedException"/> or <see cref="SessionSupersededException"/> when the session ended or its id
/// was regenerated elsewhere during this request, and <see cref="OperationCanceledException"/> when cancelled.
/// A store that fails is a <see cref="SessionUnavailableException"/> where it certainly changed nothing, else a
/// <see cref="SessionOutcomeUnknownException"/>.
/// Operations that may create the session also throw <see cref="InvalidOperationException"/> once the response has
/// started and <see cref="SessionConsentRequiredException"/> without consent.
/// </remarks>
public abstract class SessionCounter
{
    private protected SessionCounter()
    {
    }

    /// <summary>The item's key.</summary>
    public abstract string Key { get; }

    /// <summary>Adds <paramref name="by"/>; an absent counter starts at 0.</summary>
    /// <param name="by">What to add; may be negative.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="OverflowException">The sum does not fit in 64 bits; the counter is unchanged.</exception>
    public abstract Task<long> IncrementAsync(long by = 1, CancellationToken cancellationToken = default);

    /// <summary>Subtracts <paramref name="by"/>; an absent counter starts at 0.</summary>
    /// <param name="by">What to subtract; may be negative.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="OverflowException">The difference does not fit in 64 bits; the counter is unchanged.</exception>
    public abstract Task<long> DecrementAsync(long by = 1, CancellationToken cancellationToken = default);

    /// <summary>Adds <paramref name="by"/> only if the new value lies in the bounds, both inclusive.</summary>
    /// <param name="by">What to add; may be negative.</param>
    /// <param name="min">The smallest value that the counter may reach.</param>
    /// <param name="max">The largest value that the counter may reach.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was applied, and the value that the counter has now.</returns>
    /// <exception cref="ArgumentException"><paramref name="min"/> is greater than <paramref name="max"/>.</exception>
    public abstract Task<CounterUpdate> TryIncrementAsync(
        long by = 1, long min = long.MinValue, long max = long.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Replaces the value.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The previous value, or null when the counter was absent.</returns>
    public abstract Task<long?> ExchangeAsync(long value, CancellationToken cancellationToken = default);

    /// <summary>Replaces the value.</summary>
    /// <param name="value">The new value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task SetAsync(long value, CancellationToken cancellationToken = default);

    /// <summary>Reads the value.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, 0 when the counter is absent.</returns>
    public abstract Task<long> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the value, telling an absent counter from one at 0.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, or null when the counter is absent.</returns>
    public abstract Task<long?> GetOrNullAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes the counter.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was present.</returns>
    public abstract Task<bool> RemoveAsync(CancellationToken cancellationToken = default);
}
