namespace GranularSessions;

/// <summary>
/// One value of the session, replaced as a whole: by compare-and-swap where the new value depends on the old one.
/// Thread-safe; keep and share it freely.
/// </summary>
/// <typeparam name="T">The value's type, written as JSON.</typeparam>
/// <remarks>
/// Every operation throws <see cref="SessionItemKindException"/> when the key holds another kind of item,
/// <see cref="SessionSerializationException"/> when the value cannot be written or read as JSON,
/// <see cref="SessionEndedException"/> or <see cref="SessionSupersededException"/> when the session ended or its id
/// was regenerated elsewhere during this request, and <see cref="OperationCanceledException"/> when cancelled.
/// A store that fails is a <see cref="SessionUnavailableException"/> where it certainly changed nothing, else a
/// <see cref="SessionOutcomeUnknownException"/>.
/// Operations that may create the session also throw <see cref="InvalidOperationException"/> once the response has
/// started and <see cref="SessionConsentRequiredException"/> without consent. Writes throw
/// <see cref="SessionValueTooLargeException"/> when the JSON is too long.
/// </remarks>
public abstract class SessionValue<T>
    where T : notnull
{
    private protected SessionValue()
    {
    }

    /// <summary>The item's key.</summary>
    public abstract string Key { get; }

    /// <summary>Reads the value.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, or the type's default when it is absent.</returns>
    public abstract Task<T?> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads the value with its version, telling an absent value from a default one.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<VersionedValue<T>> GetWithVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells whether there is a value.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<bool> ExistsAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes the value, whatever it was.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task SetAsync(T value, CancellationToken cancellationToken = default);

    /// <summary>Writes the value only if there is none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>True for exactly one of all concurrent callers; false when there was a value.</returns>
    public abstract Task<bool> TryAddAsync(T value, CancellationToken cancellationToken = default);

    /// <summary>Writes the value only if it still has the version that was read.</summary>
    /// <param name="value">The value.</param>
    /// <param name="expectedVersion">The version read; 0 expects no value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was written.</returns>
    public abstract Task<bool> TrySetAsync(T value, long expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Replaces the value by a function of it, by compare-and-swap with jittered retry.</summary>
    /// <param name="update">
    /// Gets the current value (the type's default when absent) and returns the next. It may run several times, so it
    /// must have no effects.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="SessionContentionException">Others kept changing the value; nothing was written.</exception>
    public abstract Task<T> UpdateAsync(Func<T?, T> update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces the value, or leaves it alone, as a function of it decides, and answers with what the function says beside,
    /// by compare-and-swap with jittered retry.
    /// </summary>
    /// <typeparam name="TResult">The type of the answer.</typeparam>
    /// <param name="update">
    /// Gets the value (see <see cref="VersionedValue{T}.Exists"/>) and returns <see cref="SessionUpdate.Write"/> or
    /// <see cref="SessionUpdate.Keep"/>. It may run several times, so it must have no effects.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The result of the run that counted: its value was written, or it left alone what it was given.</returns>
    /// <exception cref="SessionContentionException">Others kept changing the value; nothing was written.</exception>
    /// <exception cref="NotSupportedException">There is an operation id: the store would not know the result when asked again.</exception>
    public abstract Task<TResult> UpdateAsync<TResult>(Func<VersionedValue<T>, SessionUpdate<T, TResult>> update, CancellationToken cancellationToken = default);

    /// <summary>Adds the value, or replaces it by a function of it, by compare-and-swap with jittered retry.</summary>
    /// <param name="addValue">The value when there is none.</param>
    /// <param name="update">Gets the current value and returns the next. It may run several times, so it must have no effects.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="SessionContentionException">Others kept changing the value; nothing was written.</exception>
    public abstract Task<T> AddOrUpdateAsync(T addValue, Func<T, T> update, CancellationToken cancellationToken = default);

    /// <summary>Reads and removes the value in one step: of all concurrent callers exactly one gets it.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, or the type's default when it was absent.</returns>
    /// <exception cref="SessionSerializationException">The stored JSON cannot be read as the type; it is removed all the same.</exception>
    public abstract Task<T?> TakeAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes the value in one step if it equals <paramref name="expected"/>, so that a token of the application is
    /// consumed once. Two values are equal when their JSON is.
    /// </summary>
    /// <param name="expected">The value to expect.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>True for exactly one of all concurrent callers; false when the value was absent or another one.</returns>
    public abstract Task<bool> TakeAsync(T expected, CancellationToken cancellationToken = default);

    /// <summary>Removes the value.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was present.</returns>
    public abstract Task<bool> RemoveAsync(CancellationToken cancellationToken = default);
}
