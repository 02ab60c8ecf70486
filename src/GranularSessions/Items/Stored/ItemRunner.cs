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

    public ValueTask<CommandResult> RunAsync(ItemCommand command, CancellationToken cancellationToken)
        => operationId is { } id && command.Effect != CommandEffect.Reads
            ? SendAsync(command with { Operation = new SessionOperation(id, CommandHash.Of(command), keepsPayload: false) }, cancellationToken)
            : SendAsync(command, cancellationToken);

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
    public ValueTask<CommandResult> ReplaceAsync(ItemCommand write, string? field, CancellationToken cancellationToken)
        => operationId is { } id
            ? SendAsync(write with { Operation = new SessionOperation(id, CommandHash.OfUpdate(write.Key, field), keepsPayload: true) }, cancellationToken)
            : SendAsync(write, cancellationToken);

    public async Task<bool> IsAppliedAsync(ItemCommand command, CancellationToken cancellationToken)
        => (await RunAsync(command, cancellationToken).ConfigureAwait(false)).Status == CommandStatus.Applied;

    public async Task<int> CountAsync(string key, ItemKind kind, CancellationToken cancellationToken)
        => (int)(await RunAsync(new CountItem(key, kind), cancellationToken).ConfigureAwait(false)).Number;

    public Task<bool> RemoveAsync(string key, ItemKind kind, CancellationToken cancellationToken)
        => IsAppliedAsync(new RemoveItem(key, kind), cancellationToken);

    public VersionedValue<T> Versioned<T>(CommandResult result)
        where T : notnull
        => result.Payload is { } json ? new(Serializer.Deserialize<T>(json), result.Number) : default;

    public IReadOnlyList<T> Elements<T>(CommandResult result)
        where T : notnull
        => result.Payloads is { } payloads ? [.. payloads.Select(Serializer.Deserialize<T>)] : [];

    private ValueTask<CommandResult> SendAsync(ItemCommand command, CancellationToken cancellationToken)
    {
        // What the handler cleared before this operation must not be cleared after it.
        var clearing = session.CommitClearAsync(cancellationToken);
        return clearing.IsCompletedSuccessfully
            ? channel.ExecuteAsync(command, cancellationToken)
            : SendAfterAsync(clearing, command, cancellationToken);
    }

    private async ValueTask<CommandResult> SendAfterAsync(ValueTask clearing, ItemCommand command, CancellationToken cancellationToken)
    {
        await clearing.ConfigureAwait(false);
        return await channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
