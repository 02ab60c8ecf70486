namespace GranularSessions;

/// <summary>
/// All users' sessions: to list them, and to end them from outside. A service; thread-safe. When a call that revokes
/// returns, no session that was signed in before the call began can be used any more, in requests already running too.
/// </summary>
/// <remarks>
/// A store that fails is a <see cref="SessionUnavailableException"/>, and a cancelled call an
/// <see cref="OperationCanceledException"/>, where certainly no session was ended; else a
/// <see cref="SessionOutcomeUnknownException"/>: some may have been, and calling again is safe and ends the rest.
/// </remarks>
public abstract class SessionRegistry
{
    private protected SessionRegistry()
    {
    }

    /// <summary>Lists the living sessions of a user, those seen last first.</summary>
    /// <param name="userId">The user given to <see cref="SessionState.SignInAsync"/>.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="ArgumentException">The user id is null, empty or too long.</exception>
    public abstract Task<IReadOnlyList<SessionInfo>> ListAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Ends one session of a user.</summary>
    /// <param name="userId">The user; a session of another user is not revoked.</param>
    /// <param name="sessionId">The session, as <see cref="SessionInfo.Id"/> names it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there was such a session.</returns>
    /// <exception cref="ArgumentException">An id is null, empty or too long.</exception>
    public abstract Task<bool> RevokeAsync(string userId, string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions of a user, as when the account is closed.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>How many were ended.</returns>
    /// <exception cref="ArgumentException">The user id is null, empty or too long.</exception>
    public abstract Task<int> RevokeAllAsync(string userId, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions of a user but one, as after a change of the password.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="keptSessionId">The session to keep, as <see cref="SessionInfo.Id"/> or <c>ISession.Id</c> names it.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>How many were ended.</returns>
    /// <exception cref="ArgumentException">An id is null, empty or too long.</exception>
    public abstract Task<int> RevokeAllExceptAsync(string userId, string keptSessionId, CancellationToken cancellationToken = default);

    /// <summary>Ends every signed-in session of every user, as after a breach. Anonymous sessions stay.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>How many were ended.</returns>
    public abstract Task<int> RevokeEveryoneAsync(CancellationToken cancellationToken = default);
}
