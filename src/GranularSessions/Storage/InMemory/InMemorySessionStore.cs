using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace GranularSessions.Storage.InMemory;

/// <summary>Keeps sessions in this process, each behind a lock of its own. They end with the process.</summary>
internal sealed class InMemorySessionStore(IOptions<GranularSessionOptions> options, TimeProvider timeProvider) : SessionStore
{
    private readonly SessionTimeouts _timeouts = new(options.Value);
    private readonly ConcurrentDictionary<string, InMemorySession> _sessions = new(StringComparer.Ordinal);
    private readonly InMemoryUserIndex _users = new();
    private readonly Lock _cleanupLock = new();
    private IEnumerator<KeyValuePair<string, InMemorySession>>? _cleanup;

    public override string Name => "in_memory";

    public override ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CommandResult>(cancellationToken)
            : new(Execute(access, command));

    // Nothing here waits, but for another command's memory accesses.
    public override CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout) => Execute(access, command);

    public override ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CommandResult>(cancellationToken)
            : new(Create(session, command));

    public override CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout) => Create(session, command);

    public override ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = timeProvider.GetUtcNow();
        var sessions = new List<SessionSnapshot>();
        foreach (var selector in _users.SelectorsOf(userId))
        {
            if (_sessions.TryGetValue(selector, out var session) && session.Find(userId, now) is { } found)
            {
                sessions.Add(found);
            }
        }

        return new(sessions);
    }

    public override ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = timeProvider.GetUtcNow();
        var revoked = new List<SessionSnapshot>();
        foreach (var selector in revocation.UserId is { } userId ? _users.SelectorsOf(userId) : _users.AllSelectors())
        {
            if (_sessions.TryGetValue(selector, out var session) && session.Revoke(revocation, now) is { } ended)
            {
                _sessions.TryRemove(selector, out _);
                revoked.Add(ended);
            }
        }

        return new(revoked);
    }

    public override ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var removed = 0;
        lock (_cleanupLock)
        {
            // Going on where the last call stopped keeps a long clean-up linear.
            _cleanup ??= _sessions.GetEnumerator();
            while (removed < atMost)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!_cleanup.MoveNext())
                {
                    _cleanup.Dispose();
                    _cleanup = null;
                    break;
                }

                var (selector, session) = _cleanup.Current;
                if (session.RemoveExpired(now) && _sessions.TryRemove(selector, out _))
                {
                    removed++;
                }
            }
        }

        return new(removed);
    }

    private CommandResult Execute(SessionAccess access, SessionCommand command)
    {
        if (!_sessions.TryGetValue(access.Selector, out var session))
        {
            return new(CommandStatus.SessionMissing);
        }

        var result = session.Run(access, command, timeProvider.GetUtcNow());
        if (result.Status == CommandStatus.Applied && command is DestroySession)
        {
            _sessions.TryRemove(access.Selector, out _);
        }

        return result;
    }

    private CommandResult Create(NewSession session, SessionCommand command)
    {
        var now = timeProvider.GetUtcNow();
        return new InMemorySession(session, _timeouts, _users, now).RunFirst(_sessions, command, now);
    }
}
