namespace GranularSessions;

/// <summary>
/// A set of distinct members of the session. Every operation is one atomic step in the store. Two members are the same
/// when their JSON is the same. Thread-safe; keep and share it freely.
/// </summary>
/// <typeparam name="T">The members' type, written as JSON.</typeparam>
/// <remarks>
/// Every operation throws <see cref="SessionItemKindException"/> when the key holds another kind of item,
/// <see cref="SessionSerializationException"/> when a member cannot be written or read as JSON,
/// <see cref="SessionValueTooLargeException"/> when its JSON is too long,
/// <see cref="SessionEndedException"/> or <see cref="SessionSupersededException"/> when the session ended or its id
/// was regenerated elsewhere during this request, and <see cref="OperationCanceledException"/> when cancelled.
/// A store that fails is a <see cref="SessionUnavailableException"/> where it certainly changed nothing, else a
/// <see cref="SessionOutcomeUnknownException"/>.
/// Operations that may create the session also throw <see cref="InvalidOperationException"/> once the response has
/// started and <see cref="SessionConsentRequiredException"/> without consent.
/// </remarks>
public abstract class SessionSet<T>
    where T : notnull
{
    private protected SessionSet()
    {
    }

    /// <summary>The item's key.</summary>
    public abstract string Key { get; }

    /// <summary>Adds a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>True for exactly one of all concurrent callers that add an absent member; false when it was there.</returns>
    public abstract Task<bool> AddAsync(T member, CancellationToken cancellationToken = default);

    /// <summary>Removes a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether it was present.</returns>
    public abstract Task<bool> RemoveAsync(T member, CancellationToken cancellationToken = default);

    /// <summary>Tells whether the set holds a member.</summary>
    /// <param name="member">The member.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract Task<bool> ContainsAsync(T member, CancellationToken cancellationToken = default);

    /// <summary>Counts the members.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of members, 0 when the set is absent.</returns>
    public abstract Task<int> CountAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads all members as they are at one moment, in no particular order.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The members, empty when the set is absent.</returns>
    public abstract Task<IReadOnlyList<T>> GetAllAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes all members and the set itself.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there was anything to remove.</returns>
    public abstract Task<bool> ClearAsync(CancellationToken cancellationToken = default);
}
