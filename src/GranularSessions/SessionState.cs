namespace GranularSessions;

/// <summary>
/// The granular session of one visitor: items that are read and written each for itself, atomically, in the store.
/// Get it with <c>HttpContext.GetSessionState()</c>.
/// </summary>
/// <remarks>
/// Thread-safe. It may outlive its request: operations on an established session keep working, those that would have to
/// send a cookie throw <see cref="InvalidOperationException"/>. Reads and removes never create a session; the first
/// write does. Keys are 1 to 1,024 UTF-8 bytes long and case-sensitive. A <c>lifetime</c> ends an item independently of
/// the session: it runs from the write that creates or wholly replaces the item.
/// </remarks>
public abstract class SessionState
{
    private protected SessionState()
    {
    }

    /// <summary>Opens a counter. Nothing is read or created yet.</summary>
    /// <param name="key">The item's key.</param>
    /// <param name="lifetime">How long the item lives once created; null: as long as the session.</param>
    /// <exception cref="ArgumentException">The key is null, empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not positive.</exception>
    public abstract SessionCounter Counter(string key, TimeSpan? lifetime = null);

    /// <summary>Opens a set. Nothing is read or created yet.</summary>
    /// <typeparam name="T">The members' type.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="lifetime">How long the item lives once created; null: as long as the session.</param>
    /// <exception cref="ArgumentException">The key is null, empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not positive.</exception>
    public abstract SessionSet<T> Set<T>(string key, TimeSpan? lifetime = null)
        where T : notnull;

    /// <summary>Opens a map. Nothing is read or created yet.</summary>
    /// <typeparam name="T">The fields' type.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="lifetime">How long the item lives once created; null: as long as the session.</param>
    /// <exception cref="ArgumentException">The key is null, empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not positive.</exception>
    public abstract SessionMap<T> Map<T>(string key, TimeSpan? lifetime = null)
        where T : notnull;

    /// <summary>Opens a list. Nothing is read or created yet.</summary>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="lifetime">How long the item lives once created; null: as long as the session.</param>
    /// <exception cref="ArgumentException">The key is null, empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not positive.</exception>
    public abstract SessionList<T> List<T>(string key, TimeSpan? lifetime = null)
        where T : notnull;

    /// <summary>Opens a value. Nothing is read or created yet.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="key">The item's key.</param>
    /// <param name="lifetime">How long the item lives once written; null: as long as the session.</param>
    /// <exception cref="ArgumentException">The key is null, empty or too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not positive.</exception>
    public abstract SessionValue<T> Value<T>(string key, TimeSpan? lifetime = null)
        where T : notnull;

    /// <summary>Opens one-time tokens. Nothing is read or created yet.</summary>
    /// <param name="key">The item's key.</param>
    /// <exception cref="ArgumentException">The key is null, empty or too long.</exception>
    public abstract SessionTokens Tokens(string key);

    /// <summary>
    /// The same session for one write that may be sent again: the store remembers the id with what was written and its
    /// result, so that a repetition with the same id, in this request or another, takes effect once and is answered with
    /// the first one's result. Reads pass without the id.
    /// <code>
    /// var shop = state.WithOperation(SessionOperationId.Parse(form.OperationId));
    /// await shop.Map&lt;int&gt;("cart").IncrementAsync(article);   // a double click adds one
    /// </code>
    /// An id serves one operation, with the same arguments; in an update by a function, which cannot be compared, the
    /// same item. It is accepted for 10 minutes from its creation; a session remembers at most 256 ids. Only what took effect is remembered: what
    /// was refused may be tried again. Writes then throw <see cref="SessionOperationException"/> where an id is used for
    /// another operation, has expired, or is one too many. Issuing tokens, signing in, regenerating, destroying and
    /// <see cref="SetUserAgentHintAsync"/> throw <see cref="NotSupportedException"/>.
    /// </summary>
    /// <param name="id">Names the operation.</param>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    /// <exception cref="SessionOperationException">The id was created more than a minute in the future.</exception>
    public abstract SessionState WithOperation(SessionOperationId id);

    /// <summary>
    /// Binds the session to a user and regenerates its id in one step. An anonymous session keeps its data, the same
    /// user's keeps it too, another user's is emptied first. The old id fails at once everywhere. A session is created
    /// where there is none, and where the client's id was superseded by another request's sign-in.
    /// </summary>
    /// <param name="userId">The user, 1 to 1,024 UTF-8 bytes.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">The user id is null, empty or too long.</exception>
    /// <exception cref="InvalidOperationException">The response has started: the new id could not be sent.</exception>
    /// <exception cref="SessionConsentRequiredException">The cookie is not essential and the visitor has not consented.</exception>
    /// <exception cref="SessionSupersededException">Another request signed in or regenerated during this one.</exception>
    /// <exception cref="SessionEndedException">The session ended during this request.</exception>
    public abstract Task SignInAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives the session a new id (cookie value) and keeps its data; nothing is copied. Where there is no session there is nothing
    /// to do: the first write creates one with an id of its own, never with one that a client brought.
    /// </summary>
    /// <param name="reason">Why, which decides what becomes of the old id.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether this call regenerated the id; false without a session, or when a concurrent routine rotation was first.</returns>
    /// <exception cref="InvalidOperationException">The response has started: the new id could not be sent.</exception>
    /// <exception cref="SessionConsentRequiredException">The cookie is not essential and the visitor has not consented.</exception>
    /// <exception cref="SessionSupersededException">The id that this request carries is no longer valid.</exception>
    /// <exception cref="SessionEndedException">The session ended during this request.</exception>
    public abstract Task<bool> RegenerateIdAsync(
        IdRegeneration reason = IdRegeneration.PrivilegeChange, CancellationToken cancellationToken = default);

    /// <summary>
    /// Ends the session and everything in it, in the store, and expires the client's cookie if the response has not
    /// started. Requests still running on it fail from now on. A later write in this request begins a new session.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="SessionSupersededException">The id that this request carries is no longer valid; the session was not destroyed.</exception>
    public abstract Task DestroyAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads who the session belongs to.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The user given to <see cref="SignInAsync"/>, or null when the session is anonymous or absent.</returns>
    public abstract Task<string?> GetUserIdAsync(CancellationToken cancellationToken = default);

    /// <summary>Reads what a <see cref="SessionRegistry"/> would list of this session.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The session, anonymous ones included; null when there is none.</returns>
    public abstract Task<SessionInfo?> GetInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the generation of the session's id: 1 at first, one more with every sign-in and regeneration. It is no secret;
    /// mixed into what the app derives from a secret of the session, it lets that end with the id, as a form token must at sign-in.
    /// </summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The generation that this request's id opens, or null when there is no session.</returns>
    /// <exception cref="SessionSupersededException">The id was regenerated elsewhere during this request.</exception>
    /// <exception cref="SessionEndedException">The session ended during this request.</exception>
    public abstract Task<long?> GetGenerationAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Remembers what the app wants to show of the client in a list of sessions, such as "Firefox on Linux". Where there
    /// is no session nothing is remembered.
    /// </summary>
    /// <param name="hint">The hint, 1 to 1,024 UTF-8 bytes; null removes it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">The hint is empty, too long or no valid text.</exception>
    public abstract Task SetUserAgentHintAsync(string? hint, CancellationToken cancellationToken = default);
}
