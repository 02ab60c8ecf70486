namespace GranularSessions.Storage;

/// <summary>
/// Keeps sessions: the base class of every store, in memory or on a server. Register one with
/// <c>AddGranularSessions().UseStore&lt;TStore&gt;()</c>; the <c>GranularSessions.Conformance</c> package tests it.
/// Thread-safe, a singleton.
/// </summary>
/// <remarks>
/// <para><b>One atomic step.</b> A command takes effect at one moment, together with everything below, or not at all; no
/// other command on the session, no revocation and no clean-up comes between.</para>
/// <para><b>Liveness.</b> A session is alive from its creation until it is destroyed or revoked, its idle deadline
/// (<see cref="SessionTimeouts.Idle"/> after the activity written last) or its absolute deadline
/// (<see cref="SessionTimeouts.Absolute"/> after its creation or last sign-in) is reached. A command on a session that is
/// not alive answers <see cref="CommandStatus.SessionMissing"/>.</para>
/// <para><b>Access.</b> A session has a generation, 1 at first. An access opens a session by its generation when it has
/// one: the current one, or the previous one within its grace. Else it opens it by its verifier's hash: the current one,
/// whose presentation ends the previous one's grace at once, or the previous one within its grace. The command then runs
/// under that generation, and the answer carries it. Any other access of a living session answers
/// <see cref="CommandStatus.Superseded"/>. Hashes of 256 random bits need no comparison in constant time.</para>
/// <para><b>Activity.</b> Every command counts as activity, written when <see cref="SessionTimeouts.RefreshAfter"/> has
/// passed since the activity written last.</para>
/// <para><b>Operations.</b> A command with an <see cref="SessionCommand.Operation"/> is executed once: see
/// <see cref="SessionOperation"/>.</para>
/// <para><b>Failures.</b> A failure that certainly left the session untouched is a <see cref="SessionUnavailableException"/>,
/// any other a <see cref="SessionOutcomeUnknownException"/>; nothing is swallowed. <see cref="OperationCanceledException"/>
/// says that the command was certainly not applied: cancelled before it was sent, or rolled back by the server. Where
/// that is not known a cancelled command is a <see cref="SessionOutcomeUnknownException"/> too. Messages carry no selector,
/// verifier, token or id.</para>
/// <para><b>Time.</b> One clock decides for a session: the server's where there is a server.</para>
/// </remarks>
public abstract class SessionStore
{
    /// <summary>The kind of store, as metrics and traces name it: lower case and constant, such as <c>postgresql</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Runs a command on an existing session.</summary>
    /// <param name="access">The session, and the proof that it may be touched.</param>
    /// <param name="command">What to do. A command of an unknown type is a <see cref="NotSupportedException"/>.</param>
    /// <param name="cancellationToken">Cancels the command, by the caller or because its time is over.</param>
    /// <returns>The answer that the command's documentation describes.</returns>
    public abstract ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a command on an existing session with the driver's synchronous I/O, for the synchronous members of
    /// <see cref="Microsoft.AspNetCore.Http.ISession"/>.
    /// </summary>
    /// <param name="access">The session, and the proof that it may be touched.</param>
    /// <param name="command">What to do.</param>
    /// <param name="timeout">How long it may take; positive. Afterwards it fails as the failures above say.</param>
    /// <returns>The answer that the command's documentation describes.</returns>
    public abstract CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout);

    /// <summary>
    /// Creates a session and runs its first command in one step. Unless the command is applied, nothing is created, and the
    /// answer is the command's own. A selector in use answers <see cref="CommandStatus.SessionExists"/>.
    /// </summary>
    /// <param name="session">The session's identity.</param>
    /// <param name="command">The first command; its effect is <see cref="CommandEffect.Writes"/>.</param>
    /// <param name="cancellationToken">Cancels the command, by the caller or because its time is over.</param>
    /// <returns>The answer, with the new session's generation when applied.</returns>
    public abstract ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken);

    /// <summary>The synchronous form of <see cref="CreateAsync"/>.</summary>
    /// <param name="session">The session's identity.</param>
    /// <param name="command">The first command; its effect is <see cref="CommandEffect.Writes"/>.</param>
    /// <param name="timeout">How long it may take; positive. Afterwards it fails as the failures above say.</param>
    /// <returns>The answer, with the new session's generation when applied.</returns>
    public abstract CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout);

    /// <summary>Reads the living sessions of a user, without entries, in any order, and without counting as their activity.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// Ends sessions and answers with them, as they were, without entries. Every covered one that was signed in before the
    /// call is ended when it returns. A call that fails or is cancelled when it has ended some is a
    /// <see cref="SessionOutcomeUnknownException"/>; repeating it is safe.
    /// </summary>
    /// <param name="revocation">Which sessions.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public abstract ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken);

    /// <summary>
    /// Removes expired sessions, and what has expired in living ones where that is not done elsewhere; a bounded number a
    /// call, so that it holds nobody up. Several processes may call it at once.
    /// </summary>
    /// <param name="atMost">The most sessions to remove; positive.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many sessions were removed; fewer than asked for when none is left.</returns>
    public abstract ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken);
}
