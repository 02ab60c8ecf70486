namespace GranularSessions;

/// <summary>
/// A map of named fields of the session, such as a cart by article number. Writes to different fields never disturb
/// each other; each operation is atomic in the store. Thread-safe; keep and share it freely.
/// </summary>
/// <typeparam name="T">The fields' type, written as JSON.</typeparam>
/// <remarks>
/// Fields are 1 to 1,024 UTF-8 bytes long and case-sensitive; others throw <see cref="ArgumentException"/>. Every
/// operation throws <see cref="SessionItemKindException"/> when the key holds another kind of item,
/// <see cref="SessionSerializationException"/> when a value cannot be written or read as JSON,
/// <see cref="SessionEndedException"/> or <see cref="SessionSupersededException"/> when the session ended or its id
/// was regenerated elsewhere during this request, and <see cref="OperationCanceledException"/> when cancelled.
/// A store that fails is a <see cref="SessionUnavailableException"/> where it certainly changed nothing, else a
/// <see cref="SessionOutcomeUnknownException"/>.
/// Operations that may create the session also throw <see cref="InvalidOperationException"/> once the response has
/// started and <see cref="SessionConsentRequiredException"/> without consent. Writes throw
/// <see cref="SessionValueTooLargeException"/> when the JSON is too long.
/// </remarks>
public abstract class SessionMap<T>
    where T : notnull
{
    private protected SessionMap()
    {
    }

    /// <summary>The item's key.</summary>
    public abstract string Key { get; }

    /// <summary>Reads a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The value, or the type's default when the field is absent.</returns>
    public abstract Task<T?> GetAsync(string field, CancellationToken cancellationToken = default);

    /// <summary>Reads a field with its version, telling an absent field from a default value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<VersionedValue<T>> GetWithVersionAsync(string field, CancellationToken cancellationToken = default);

    /// <summary>Reads all fields as they are at one moment.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The fields, empty when the map is absent.</returns>
    public abstract Task<IReadOnlyDictionary<string, T>> GetAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Tells whether a field is present.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<bool> ContainsAsync(string field, CancellationToken cancellationToken = default);

    /// <summary>Counts the fields.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of fields, 0 when the map is absent.</returns>
    public abstract Task<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes a field, whatever it held.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task SetAsync(string field, T value, CancellationToken cancellationToken = default);

    /// <summary>Writes a field only if it is absent.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>True for exactly one of all concurrent callers; false when the field was present.</returns>
    public abstract Task<bool> TryAddAsync(string field, T value, CancellationToken cancellationToken = default);

    /// <summary>Writes a field only if it still has the version that was read.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">The value.</param>
    /// <param name="expectedVersion">The version read; 0 expects the field to be absent.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was written.</returns>
    public abstract Task<bool> TrySetAsync(string field, T value, long expectedVersion, CancellationToken cancellationToken = default);

    /// <summary>Removes a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was present.</returns>
    public abstract Task<bool> RemoveAsync(string field, CancellationToken cancellationToken = default);

    /// <summary>Replaces a present field by a function of it, by compare-and-swap with retry.</summary>
    /// <param name="field">The field.</param>
    /// <param name="update">Gets the current value and returns the next. It may run several times, so it must have no effects.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="KeyNotFoundException">The field is absent; see <see cref="TryUpdateAsync"/> and <see cref="AddOrUpdateAsync"/>.</exception>
    /// <exception cref="SessionContentionException">Others kept changing the field; nothing was written.</exception>
    public abstract Task<T> UpdateAsync(string field, Func<T, T> update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Replaces a field, adds it or leaves it alone, as a function of it decides, and answers with what the function says
    /// beside, by compare-and-swap with retry.
    /// </summary>
    /// <typeparam name="TResult">The type of the answer.</typeparam>
    /// <param name="field">The field.</param>
    /// <param name="update">
    /// Gets the field (see <see cref="VersionedValue{T}.Exists"/>) and returns <see cref="SessionUpdate.Write"/> or
    /// <see cref="SessionUpdate.Keep"/>. It may run several times, so it must have no effects.
    /// </param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The result of the run that counted: its value was written, or it left alone what it was given.</returns>
    /// <exception cref="SessionContentionException">Others kept changing the field; nothing was written.</exception>
    /// <exception cref="NotSupportedException">There is an operation id: the store would not know the result when asked again.</exception>
    public abstract Task<TResult> UpdateAsync<TResult>(
        string field, Func<VersionedValue<T>, SessionUpdate<T, TResult>> update, CancellationToken cancellationToken = default);

    /// <summary>Replaces a field by a function of it if it is present, by compare-and-swap with retry.</summary>
    /// <param name="field">The field.</param>
    /// <param name="update">Gets the current value and returns the next. It may run several times, so it must have no effects.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether the field was present, and its new value.</returns>
    /// <exception cref="SessionContentionException">Others kept changing the field; nothing was written.</exception>
    public abstract Task<MapUpdate<T>> TryUpdateAsync(string field, Func<T, T> update, CancellationToken cancellationToken = default);

    /// <summary>Adds a field, or replaces it by a function of it, by compare-and-swap with retry.</summary>
    /// <param name="field">The field.</param>
    /// <param name="addValue">The value of an absent field.</param>
    /// <param name="update">Gets the current value and returns the next. It may run several times, so it must have no effects.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="SessionContentionException">Others kept changing the field; nothing was written.</exception>
    public abstract Task<T> AddOrUpdateAsync(string field, T addValue, Func<T, T> update, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds to a numeric field in one atomic step; an absent field starts at 0. <typeparamref name="T"/> must be an
    /// integer type of at most 64 bits.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="by">What to add; may be negative.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not an integer type.</exception>
    /// <exception cref="OverflowException">The sum does not fit in <typeparamref name="T"/>; the field is unchanged.</exception>
    public abstract Task<long> IncrementAsync(string field, long by = 1, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds to a numeric field only if the new value lies in the bounds, both inclusive. <typeparamref name="T"/> must
    /// be an integer type of at most 64 bits.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="by">What to add; may be negative.</param>
    /// <param name="min">The smallest value that the field may reach.</param>
    /// <param name="max">The largest value that the field may reach.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was applied, and the value that the field has now (0 when absent).</returns>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is not an integer type.</exception>
    /// <exception cref="ArgumentException"><paramref name="min"/> is greater than <paramref name="max"/>.</exception>
    public abstract Task<CounterUpdate> TryIncrementAsync(
        string field, long by = 1, long min = long.MinValue, long max = long.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Removes all fields and the map itself.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there was anything to remove.</returns>
    public abstract Task<bool> ClearAsync(CancellationToken cancellationToken = default);
}
