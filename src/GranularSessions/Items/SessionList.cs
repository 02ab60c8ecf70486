namespace GranularSessions;

/// <summary>
/// An ordered list of the session, such as messages or recently viewed articles. Every operation is one atomic step in
/// the store. There is no access by position: another request may shift it at any time. Thread-safe.
/// </summary>
/// <typeparam name="T">The elements' type, written as JSON. Two elements are the same when their JSON is the same.</typeparam>
/// <remarks>
/// Every operation throws <see cref="SessionItemKindException"/> when the key holds another kind of item,
/// <see cref="SessionSerializationException"/> when an element cannot be written or read as JSON,
/// <see cref="SessionValueTooLargeException"/> when its JSON is too long,
/// <see cref="SessionEndedException"/> or <see cref="SessionSupersededException"/> when the session ended or its id
/// was regenerated elsewhere during this request, and <see cref="OperationCanceledException"/> when cancelled.
/// A store that fails is a <see cref="SessionUnavailableException"/> where it certainly changed nothing, else a
/// <see cref="SessionOutcomeUnknownException"/>.
/// Operations that may create the session also throw <see cref="InvalidOperationException"/> once the response has
/// started and <see cref="SessionConsentRequiredException"/> without consent.
/// </remarks>
public abstract class SessionList<T>
    where T : notnull
{
    private protected SessionList()
    {
    }

    /// <summary>The item's key.</summary>
    public abstract string Key { get; }

    /// <summary>Adds an element at the end; beyond <paramref name="maxLength"/> the first elements are dropped.</summary>
    /// <param name="element">The element.</param>
    /// <param name="maxLength">The most elements that the list keeps, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The list's new length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is less than 1.</exception>
    public abstract Task<int> AppendAsync(T element, int maxLength = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Adds an element at the start; beyond <paramref name="maxLength"/> the last elements are dropped.</summary>
    /// <param name="element">The element.</param>
    /// <param name="maxLength">The most elements that the list keeps, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The list's new length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is less than 1.</exception>
    public abstract Task<int> PrependAsync(T element, int maxLength = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>
    /// Puts an element at the start and removes its other occurrences, as a list of recently used things needs;
    /// beyond <paramref name="maxLength"/> the last elements are dropped.
    /// </summary>
    /// <param name="element">The element.</param>
    /// <param name="maxLength">The most elements that the list keeps, at least 1.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The list's new length.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxLength"/> is less than 1.</exception>
    public abstract Task<int> MoveToFrontAsync(T element, int maxLength = int.MaxValue, CancellationToken cancellationToken = default);

    /// <summary>Appends an element unless the list already holds it.</summary>
    /// <param name="element">The element.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>True for exactly one of all concurrent callers that add an absent element; false when it was there.</returns>
    public abstract Task<bool> AppendIfAbsentAsync(T element, CancellationToken cancellationToken = default);

    /// <summary>Removes the first occurrence of an element.</summary>
    /// <param name="element">The element.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there was one.</returns>
    public abstract Task<bool> RemoveAsync(T element, CancellationToken cancellationToken = default);

    /// <summary>Reads all elements in order, as they are at one moment.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The elements, empty when the list is absent.</returns>
    public abstract Task<IReadOnlyList<T>> GetAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Counts the elements.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The list's length, 0 when it is absent.</returns>
    public abstract Task<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes all elements and the list itself.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there was anything to remove.</returns>
    public abstract Task<bool> ClearAsync(CancellationToken cancellationToken = default);
}
