namespace GranularSessions.Storage;

/// <summary>
/// Keeps sessions. A command runs in one atomic step that also checks that the session is alive and that the access
/// opens it, and that refreshes its idle deadline when enough of the window has passed. Thread-safe.
/// </summary>
/// <remarks>
/// An access opens a session by its generation when it has one, else by its verifier's hash: the current one (whose
/// first presentation ends the previous one), or the previous one within its grace. A failure that certainly left the
/// session untouched is a <see cref="SessionUnavailableException"/>, any other a <see cref="SessionOutcomeUnknownException"/>.
/// </remarks>
internal abstract class SessionStore
{
    /// <summary>Runs a command on an existing session.</summary>
    public abstract ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken);

    /// <summary>Runs a command on an existing session with synchronous I/O, for <c>ISession</c>'s synchronous members.</summary>
    public abstract CommandResult Execute(SessionAccess access, SessionCommand command);

    /// <summary>Creates a session and runs its first command in one step; unless the command is applied, nothing is created.</summary>
    public abstract ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken);

    /// <summary>The synchronous form of <see cref="CreateAsync"/>.</summary>
    public abstract CommandResult Create(NewSession session, SessionCommand command);

    /// <summary>Reads the living sessions of a user, without entries and without counting as their activity.</summary>
    public abstract ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Ends sessions and answers with them. Every one that was signed in before the call is ended when it returns.</summary>
    public abstract ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken);

    /// <summary>Removes expired sessions, a bounded number a call.</summary>
    /// <returns>How many were removed; fewer than asked for when none is left.</returns>
    public abstract ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken);
}
