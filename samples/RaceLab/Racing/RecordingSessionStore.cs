using GranularSessions.Storage;

namespace RaceLab.Racing;

/// <summary>Measures what GranularSessions does: each command reads, or changes something, in one step.</summary>
internal sealed class RecordingSessionStore(SessionStore inner) : SessionStore
{
    public override string Name => inner.Name;

    public override async ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken)
    {
        using (Measure(command))
        {
            return await inner.ExecuteAsync(access, command, cancellationToken);
        }
    }

    public override CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout)
    {
        using (Measure(command))
        {
            return inner.Execute(access, command, timeout);
        }
    }

    public override async ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken)
    {
        using (Measure(command))
        {
            return await inner.CreateAsync(session, command, cancellationToken);
        }
    }

    public override CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout)
    {
        using (Measure(command))
        {
            return inner.Create(session, command, timeout);
        }
    }

    public override ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
        => inner.ListAsync(userId, cancellationToken);

    public override ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
        => inner.RevokeAsync(revocation, cancellationToken);

    public override ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
        => inner.RemoveExpiredAsync(atMost, cancellationToken);

    private static IDisposable? Measure(SessionCommand command)
        => RequestTrace.Current?.Measure(command.Effect == CommandEffect.Reads ? TraceStage.Load : TraceStage.Commit);
}
