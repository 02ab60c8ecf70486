namespace GranularSessions;

/// <summary>
/// One-time tokens of the session, such as form or confirmation tokens. A token is consumed once, whatever races. The
/// store keeps only hashes. Thread-safe; keep and share it freely.
/// </summary>
/// <remarks>
/// Every operation throws <see cref="SessionItemKindException"/> when the key holds another kind of item,
/// <see cref="SessionEndedException"/> or <see cref="SessionSupersededException"/> when the session ended or its id
/// was regenerated elsewhere during this request, and <see cref="OperationCanceledException"/> when cancelled.
/// A store that fails is a <see cref="SessionUnavailableException"/> where it certainly changed nothing, else a
/// <see cref="SessionOutcomeUnknownException"/>.
/// </remarks>
public abstract class SessionTokens
{
    private protected SessionTokens()
    {
    }

    /// <summary>The item's key.</summary>
    public abstract string Key { get; }

    /// <summary>
    /// Issues a token of 256 random bits. At most <see cref="GranularSessionOptions.MaxTokensPerKey"/> tokens are
    /// remembered a key; beyond that the one that expires first is forgotten and can no longer be consumed.
    /// </summary>
    /// <param name="lifetime">How long it can be consumed; greater than zero.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The token, 43 characters that are safe in URLs and forms.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">A session has to be created and the response has started.</exception>
    /// <exception cref="SessionConsentRequiredException">A session has to be created without consent.</exception>
    public abstract Task<string> IssueAsync(TimeSpan lifetime, CancellationToken cancellationToken = default);

    /// <summary>Consumes a token.</summary>
    /// <param name="token">What the client sent; anything that is no token is unknown.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns><see cref="TokenConsumption.Consumed"/> for exactly one of all concurrent callers.</returns>
    public abstract Task<TokenConsumption> ConsumeAsync(string? token, CancellationToken cancellationToken = default);

    /// <summary>Consumes a token, or throws.</summary>
    /// <param name="token">What the client sent.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="SessionTokenException">The token is unknown, expired or already consumed.</exception>
    public abstract Task ConsumeOrThrowAsync(string? token, CancellationToken cancellationToken = default);

    /// <summary>Forgets all tokens under this key: none can be consumed any more.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there were any.</returns>
    public abstract Task<bool> ClearAsync(CancellationToken cancellationToken = default);
}
