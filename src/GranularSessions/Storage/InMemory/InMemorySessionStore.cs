using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace GranularSessions.Storage.InMemory;

/// <summary>Keeps sessions in this process, each behind a lock of its own. They end with the process.</summary>
internal sealed class InMemorySessionStore(IOptions<GranularSessionOptions> options, TimeProvider timeProvider) : SessionStore
{
    private readonly SessionTimeouts _timeouts = SessionTimeouts.From(options.Value);
    private readonly ConcurrentDictionary<string, InMemorySession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _cleanupLock = new();
    private IEnumerator<KeyValuePair<string, InMemorySession>>? _cleanup;

    public int Count => _sessions.Count;

    public override ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CommandResult>(cancellationToken)
            : new(Execute(access, command));

    public override CommandResult Execute(SessionAccess access, SessionCommand command)
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

    public override ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CommandResult>(cancellationToken)
            : new(Create(session, command));

    public override CommandResult Create(NewSession session, SessionCommand command)
    {
        var now = timeProvider.GetUtcNow();
        var created = new InMemorySession(session, _timeouts, now);
        var result = created.Run(new SessionAccess(session.Selector, session.VerifierHash, generation: null), command, now);
        if (result.Status == CommandStatus.Applied && !_sessions.TryAdd(session.Selector, created))
        {
            throw new InvalidOperationException("The new session's selector is in use.");
        }

        return result;
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
}
