using GranularSessions.Serialization;
using GranularSessions.Sessions;
using GranularSessions.Storage;

namespace GranularSessions.Items.Stored;

/// <summary>Runs the commands of the items of one session state.</summary>
internal sealed class ItemRunner(SessionChannel channel, GranularSession session, SessionServices services)
{
    public SessionSerializer Serializer => services.Serializer;

    public CompareAndSwapLoop CompareAndSwap => services.CompareAndSwap;

    public int MaxTokensPerKey => services.Options.MaxTokensPerKey;

    public async ValueTask<CommandResult> RunAsync(ItemCommand command, CancellationToken cancellationToken)
    {
        // What the handler cleared before this operation must not be cleared after it.
        await session.CommitClearAsync(cancellationToken).ConfigureAwait(false);
        var result = await channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return result.Status switch
        {
            CommandStatus.OtherKind => throw new SessionItemKindException(command.Key, command.Kind.ToString(), result.ActualKind.ToString()),
            CommandStatus.NotAnInteger => throw new SessionSerializationException($"A field of the session item '{command.Key}' holds no integer."),
            _ => result,
        };
    }

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
}
