using GranularSessions.Serialization;
using GranularSessions.Sessions;
using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

/// <summary>Runs the commands of the items of one session state, its writes under an operation id if there is one.</summary>
internal sealed class ItemRunner(SessionChannel channel, GranularSession session, SessionServices services, SessionOperationId? operationId = null)
{
    // Clocks of different machines differ by seconds; an id further ahead would have to be remembered too long.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    public SessionSerializer Serializer => services.Serializer;

    public CompareAndSwapLoop CompareAndSwap => services.CompareAndSwap;

    public int MaxTokensPerKey => services.Options.MaxTokensPerKey;

    public ItemRunner WithOperation(SessionOperationId id)
    {
        if (id == default)
        {
            throw new ArgumentException("The operation id is empty; make one with SessionOperationId.Create.", nameof(id));
        }

        if (id.CreatedAt > services.TimeProvider.GetUtcNow() + ClockTolerance)
        {
            throw new SessionOperationException(SessionOperationRefusal.CreatedInTheFuture);
        }

        return new ItemRunner(channel, session, services, id);
    }

    /// <exception cref="NotSupportedException">There is an operation id.</exception>
    public void EnsureNoOperation(string method, string reason)
    {
        if (operationId is not null)
        {
            throw new NotSupportedException($"{method} cannot carry an operation id: {reason}");
        }
    }

    public Task<CommandResult> RunAsync(ItemCommand command, CancellationToken cancellationToken)
        => RunAsync(command, static (_, result) => result, cancellationToken);

    /// <summary>Runs a command and reads its result.</summary>
    public Task<TResult> RunAsync<TCommand, TResult>(TCommand command, Func<TCommand, CommandResult, TResult> read, CancellationToken cancellationToken)
        where TCommand : ItemCommand
        => operationId is { } id && command.Effect != CommandEffect.Reads
            ? SendAsync(With(command, new SessionOperation(id, CommandHash.Of(command), keepsPayload: false)), read, cancellationToken)
            : SendAsync(command, read, cancellationToken);

    /// <summary>Looks for what an earlier execution of this replacement has written; null where there was none.</summary>
    /// <remarks>Comes before the first attempt: the function may not even accept what it would find now.</remarks>
    public async ValueTask<byte[]?> FindReplacementAsync(string key, string? field, CancellationToken cancellationToken)
    {
        if (operationId is not { } id)
        {
            return null;
        }

        await session.CommitClearAsync(cancellationToken).ConfigureAwait(false);
        var command = new ReadOperation { Operation = new SessionOperation(id, CommandHash.OfUpdate(key, field), keepsPayload: true) };
        var result = await channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return result.IsReplay ? result.Payload : null;
    }

    /// <summary>Writes what a replacement's function made. A replay answers with what an earlier execution wrote.</summary>
    public Task<CommandResult> ReplaceAsync(ItemCommand write, string? field, CancellationToken cancellationToken)
        => SendAsync(
            operationId is { } id ? With(write, new SessionOperation(id, CommandHash.OfUpdate(write.Key, field), keepsPayload: true)) : write,
            static (_, result) => result,
            cancellationToken);

    public Task<bool> IsAppliedAsync(ItemCommand command, CancellationToken cancellationToken)
        => RunAsync(command, static (_, result) => result.Status == CommandStatus.Applied, cancellationToken);

    public Task<int> CountAsync(string key, ItemKind kind, CancellationToken cancellationToken)
        => RunAsync(new CountItem(key, kind), static (_, result) => (int)result.Number, cancellationToken);

    public Task<bool> RemoveAsync(string key, ItemKind kind, CancellationToken cancellationToken)
        => IsAppliedAsync(new RemoveItem(key, kind), cancellationToken);

    public VersionedValue<T> Versioned<T>(CommandResult result)
        where T : notnull
        => result.Payload is { } json ? new(Serializer.Deserialize<T>(json), result.Number) : default;

    public IReadOnlyList<T> Elements<T>(CommandResult result)
        where T : notnull
        => result.Payloads is { } payloads ? [.. payloads.Select(Serializer.Deserialize<T>)] : [];

    // A copy is of the type that it is made of.
    private static TCommand With<TCommand>(TCommand command, SessionOperation operation)
        where TCommand : ItemCommand
        => (TCommand)(command with { Operation = operation });

    private Task<TResult> SendAsync<TCommand, TResult>(
        TCommand command, Func<TCommand, CommandResult, TResult> read, CancellationToken cancellationToken)
        where TCommand : ItemCommand
    {
        // What the handler cleared before this operation must not be cleared after it.
        var clearing = session.CommitClearAsync(cancellationToken);
        return clearing.IsCompletedSuccessfully
            ? channel.ExecuteAsync(command, read, cancellationToken)
            : SendAfterAsync(clearing, command, read, cancellationToken);
    }

    private async Task<TResult> SendAfterAsync<TCommand, TResult>(
        ValueTask clearing, TCommand command, Func<TCommand, CommandResult, TResult> read, CancellationToken cancellationToken)
        where TCommand : ItemCommand
    {
        await clearing.ConfigureAwait(false);
        return await channel.ExecuteAsync(command, read, cancellationToken).ConfigureAwait(false);
    }
}
