using System.Collections.Concurrent;
using GranularSessions.Storage;

namespace GranularSessions.Tests.Support;

/// <summary>A store that tells what it was asked, and fails or waits where a test wants it to.</summary>
internal sealed class ObservedStore(SessionStore inner, string name = "observed") : SessionStore
{
    private readonly ConcurrentQueue<SessionCommand> _commands = new();

    public IReadOnlyList<SessionCommand> Commands => [.. _commands];

    /// <summary>The exception to fail a command with; null to let it pass.</summary>
    public Func<SessionCommand, Exception?> Failure { get; set; } = _ => null;

    /// <summary>The exception to hide a command's answer behind, after it has run; null to let the answer pass.</summary>
    public Func<SessionCommand, Exception?> LostAnswer { get; set; } = _ => null;

    /// <summary>The timeout of the synchronous call made last.</summary>
    public TimeSpan? SynchronousTimeout { get; private set; }

    /// <summary>What an asynchronous command waits for.</summary>
    public Func<SessionCommand, CancellationToken, Task> Gate { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>What a clean-up waits for.</summary>
    public Func<CancellationToken, Task> CleanupGate { get; set; } = _ => Task.CompletedTask;

    public override string Name => name;

    public void Forget() => _commands.Clear();

    public override async ValueTask<CommandResult> ExecuteAsync(SessionAccess access, SessionCommand command, CancellationToken cancellationToken)
    {
        await Gate(command, cancellationToken);
        Observe(command);
        return Answer(command, await inner.ExecuteAsync(access, command, cancellationToken));
    }

    public override CommandResult Execute(SessionAccess access, SessionCommand command, TimeSpan timeout)
    {
        SynchronousTimeout = timeout;
        Observe(command);
        return Answer(command, inner.Execute(access, command, timeout));
    }

    public override async ValueTask<CommandResult> CreateAsync(NewSession session, SessionCommand command, CancellationToken cancellationToken)
    {
        await Gate(command, cancellationToken);
        Observe(command);
        return Answer(command, await inner.CreateAsync(session, command, cancellationToken));
    }

    public override CommandResult Create(NewSession session, SessionCommand command, TimeSpan timeout)
    {
        SynchronousTimeout = timeout;
        Observe(command);
        return Answer(command, inner.Create(session, command, timeout));
    }

    public override ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
        => inner.ListAsync(userId, cancellationToken);

    public override ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
        => inner.RevokeAsync(revocation, cancellationToken);

    public override async ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
    {
        await CleanupGate(cancellationToken);
        return await inner.RemoveExpiredAsync(atMost, cancellationToken);
    }

    private CommandResult Answer(SessionCommand command, CommandResult answer) => LostAnswer(command) is { } failure ? throw failure : answer;

    private void Observe(SessionCommand command)
    {
        _commands.Enqueue(command);
        if (Failure(command) is { } failure)
        {
            throw failure;
        }
    }
}
