using GranularSessions.Items.Stored;
using GranularSessions.Storage;

namespace GranularSessions.Sessions;

internal sealed class StoredSessionState(SessionChannel channel, ItemRunner runner) : SessionState
{
    public override SessionCounter Counter(string key, TimeSpan? lifetime = null)
    {
        Validate(key, lifetime);
        return new StoredCounter(runner, key, lifetime);
    }

    public override SessionSet<T> Set<T>(string key, TimeSpan? lifetime = null)
    {
        Validate(key, lifetime);
        return new StoredSet<T>(runner, key, lifetime);
    }

    public override SessionMap<T> Map<T>(string key, TimeSpan? lifetime = null)
    {
        Validate(key, lifetime);
        return new StoredMap<T>(runner, key, lifetime);
    }

    public override SessionList<T> List<T>(string key, TimeSpan? lifetime = null)
    {
        Validate(key, lifetime);
        return new StoredList<T>(runner, key, lifetime);
    }

    public override SessionValue<T> Value<T>(string key, TimeSpan? lifetime = null)
    {
        Validate(key, lifetime);
        return new StoredValue<T>(runner, key, lifetime);
    }

    public override SessionTokens Tokens(string key)
    {
        SessionNames.Validate(key);
        return new StoredTokens(runner, key);
    }

    public override SessionState WithOperation(SessionOperationId id) => new StoredSessionState(channel, runner.WithOperation(id));

    public override Task SignInAsync(string userId, CancellationToken cancellationToken = default)
    {
        SessionNames.Validate(userId);
        EnsureNoOperation(nameof(SignInAsync));
        return channel.SignInAsync(userId, cancellationToken);
    }

    public override Task<bool> RegenerateIdAsync(
        IdRegeneration reason = IdRegeneration.PrivilegeChange, CancellationToken cancellationToken = default)
    {
        EnsureNoOperation(nameof(RegenerateIdAsync));
        return channel.RegenerateAsync(reason, cancellationToken);
    }

    public override Task DestroyAsync(CancellationToken cancellationToken = default)
    {
        EnsureNoOperation(nameof(DestroyAsync));
        return channel.DestroyAsync(cancellationToken);
    }

    public override async Task<string?> GetUserIdAsync(CancellationToken cancellationToken = default)
        => (await GetInfoAsync(cancellationToken).ConfigureAwait(false))?.UserId;

    public override async Task<SessionInfo?> GetInfoAsync(CancellationToken cancellationToken = default)
    {
        var result = await channel.ExecuteAsync(new ReadSession(withEntries: false), cancellationToken).ConfigureAwait(false);
        return result.Session?.ToInfo();
    }

    public override async Task<long?> GetGenerationAsync(CancellationToken cancellationToken = default)
    {
        var result = await channel.ExecuteAsync(new TouchSession(), cancellationToken).ConfigureAwait(false);
        return result.Status == CommandStatus.Applied ? result.Generation : null;
    }

    public override async Task SetUserAgentHintAsync(string? hint, CancellationToken cancellationToken = default)
    {
        EnsureNoOperation(nameof(SetUserAgentHintAsync));
        if (hint is not null)
        {
            SessionNames.Validate(hint);
        }

        await channel.ExecuteAsync(new SetUserAgentHint(hint), cancellationToken).ConfigureAwait(false);
    }

    private void EnsureNoOperation(string method) => runner.EnsureNoOperation(method, "call it on the session state itself. Repeating it is safe.");

    private static void Validate(string key, TimeSpan? lifetime)
    {
        SessionNames.Validate(key);
        if (lifetime is { } span)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(span, TimeSpan.Zero, nameof(lifetime));
        }
    }
}
