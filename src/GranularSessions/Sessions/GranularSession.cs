using System.Diagnostics.CodeAnalysis;
using GranularSessions.Items.Stored;
using GranularSessions.Serialization;
using GranularSessions.Storage;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Sessions;

/// <summary>
/// The ISession drop-in: reads from one snapshot, keeps changes key by key, and commits only those. Unlike the
/// framework's session it may be used by several threads.
/// </summary>
internal sealed class GranularSession : ISession
{
    private static readonly Dictionary<string, byte[]> NoEntries = [];

    private readonly SessionChannel _channel;
    private readonly SessionSerializer _serializer;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _commit = new(1, 1);
    private readonly Dictionary<string, byte[]?> _changes = new(StringComparer.Ordinal);

    // Written by a commit that has not succeeded, or not yet: the store may hold them, whatever the snapshot says.
    private readonly HashSet<string> _sentKeys = new(StringComparer.Ordinal);
    private volatile object? _pendingClear;
    private IReadOnlyDictionary<string, byte[]>? _snapshot;
    private string? _id;

    // Grows with whatever makes the answer of a load that is under way outdated.
    private int _storedState;
    private volatile bool _isClosed;

    public GranularSession(SessionChannel channel, SessionServices services)
    {
        _channel = channel;
        _serializer = services.Serializer;
        State = new StoredSessionState(channel, new ItemRunner(channel, this, services));
        channel.Emptied += Forget;
    }

    /// <summary>Raised before a change is recorded.</summary>
    public event Action? Changing;

    /// <summary>The granular session over the same channel.</summary>
    public SessionState State { get; }

    public bool HasChanges
    {
        get
        {
            lock (_lock)
            {
                return _pendingClear is not null || _changes.Count > 0;
            }
        }
    }

    /// <summary>Whether committing would create a session where there is none.</summary>
    public bool HasWrites
    {
        get
        {
            lock (_lock)
            {
                return _changes.Values.Any(value => value is not null);
            }
        }
    }

    public bool IsAvailable
    {
        get
        {
            Load();
            return true;
        }
    }

    public string Id
    {
        get
        {
            Load();
            lock (_lock)
            {
                return _id ?? _channel.IdOfNewSession;
            }
        }
    }

    public IEnumerable<string> Keys
    {
        get
        {
            Load();
            lock (_lock)
            {
                var unchanged = _pendingClear is null && _snapshot is not null ? _snapshot.Keys.Where(key => !_changes.ContainsKey(key)) : [];
                return [.. unchanged, .. _changes.Where(change => change.Value is not null).Select(change => change.Key)];
            }
        }
    }

    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        while (Snapshot(out var storedState) is null)
        {
            Accept(await _channel.ExecuteAsync(new ReadSession(withEntries: true), cancellationToken).ConfigureAwait(false), storedState);
        }
    }

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        ArgumentNullException.ThrowIfNull(key);
        lock (_lock)
        {
            if (_changes.TryGetValue(key, out value) || _pendingClear is not null)
            {
                value = (byte[]?)value?.Clone();
                return value is not null;
            }
        }

        value = Load().TryGetValue(key, out var stored) ? (byte[])stored.Clone() : null;
        return value is not null;
    }

    public void Set(string key, byte[] value)
    {
        SessionNames.ValidateEntryKey(key);
        ArgumentNullException.ThrowIfNull(value);
        _serializer.EnsureSize(value.Length);
        EnsureOpen();
        Changing?.Invoke();
        EnsureCanWrite();
        lock (_lock)
        {
            _changes[key] = (byte[])value.Clone();
        }
    }

    public void Remove(string key)
    {
        SessionNames.ValidateEntryKey(key);
        EnsureOpen();
        Changing?.Invoke();
        lock (_lock)
        {
            var isKnownAbsent = _pendingClear is not null || (_snapshot is not null && !_snapshot.ContainsKey(key));
            if (isKnownAbsent && !_sentKeys.Contains(key))
            {
                _changes.Remove(key);
            }
            else
            {
                _changes[key] = null;
            }
        }
    }

    public void Clear()
    {
        EnsureOpen();
        Changing?.Invoke();
        lock (_lock)
        {
            _changes.Clear();
            _sentKeys.Clear();
            _pendingClear = new object();
        }
    }

    public Task CommitAsync(CancellationToken cancellationToken = default)
        => CommitAsync(clearOnly: false, synchronously: false, cancellationToken).AsTask();

    public void Commit() => CommitAsync(clearOnly: false, synchronously: true, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Commits a pending <see cref="Clear"/>, and leaves the changes made after it pending.</summary>
    public ValueTask CommitClearAsync(CancellationToken cancellationToken)
        => _pendingClear is null ? ValueTask.CompletedTask : CommitAsync(clearOnly: true, synchronously: false, cancellationToken);

    public void DiscardChanges()
    {
        lock (_lock)
        {
            _changes.Clear();
            _pendingClear = null;
        }
    }

    /// <summary>Nothing written from now on would be committed, so that writes throw.</summary>
    public void Close() => _isClosed = true;

    public void Reopen() => _isClosed = false;

    private IReadOnlyDictionary<string, byte[]> Load()
    {
        while (true)
        {
            if (Snapshot(out var storedState) is { } snapshot)
            {
                return snapshot;
            }

            Accept(_channel.Execute(new ReadSession(withEntries: true)), storedState);
        }
    }

    private IReadOnlyDictionary<string, byte[]>? Snapshot(out int storedState)
    {
        lock (_lock)
        {
            storedState = _storedState;
            return _snapshot;
        }
    }

    /// <summary>Keeps what a load has read, unless a commit or the session's end has overtaken it.</summary>
    private void Accept(CommandResult result, int storedState)
    {
        lock (_lock)
        {
            if (_snapshot is null && _storedState == storedState)
            {
                _snapshot = result.Session?.Entries ?? NoEntries;
                _id = result.Session?.Id;
            }
        }
    }

    private void EnsureCanWrite()
    {
        // A cookie that nobody has verified may turn out void when it is too late to send another.
        if (!_channel.IsEstablished && _channel.HasAccess && !_channel.CanSendCookie)
        {
            Load();
        }

        _channel.EnsureCanWrite();
    }

    private void EnsureOpen()
    {
        if (_isClosed)
        {
            throw new InvalidOperationException(
                "The request is over and its session is committed: this write would be lost. Use the SessionState taken from it by GetSessionState() instead.");
        }
    }

    private void Forget()
    {
        lock (_lock)
        {
            _changes.Clear();
            _sentKeys.Clear();
            _pendingClear = null;
            _snapshot = null;
            _id = null;
            _storedState++;
        }
    }

    private async ValueTask CommitAsync(bool clearOnly, bool synchronously, CancellationToken cancellationToken)
    {
        if (synchronously)
        {
            _commit.Wait(cancellationToken);
        }
        else
        {
            await _commit.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            if (PendingWrite(clearOnly) is not var (clear, command))
            {
                return;
            }

            if (synchronously)
            {
                _channel.Execute(command);
            }
            else
            {
                await _channel.ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
            }

            Settle(clear, command);
        }
        finally
        {
            _commit.Release();
        }
    }

    private (object? Clear, WriteEntries Command)? PendingWrite(bool clearOnly)
    {
        lock (_lock)
        {
            var clear = _pendingClear;
            var changes = clearOnly ? [] : new Dictionary<string, byte[]?>(_changes, StringComparer.Ordinal);
            _sentKeys.UnionWith(changes.Where(change => change.Value is not null).Select(change => change.Key));
            return clear is null && changes.Count == 0 ? null : (clear, new WriteEntries(clear is not null, changes));
        }
    }

    /// <summary>Moves what was committed into the snapshot; what was changed meanwhile stays pending.</summary>
    private void Settle(object? clear, WriteEntries committed)
    {
        lock (_lock)
        {
            _storedState++;
            _sentKeys.ExceptWith(committed.Changes.Keys);
            if (_pendingClear == clear)
            {
                _pendingClear = null;
            }

            foreach (var (key, value) in committed.Changes)
            {
                if (_changes.TryGetValue(key, out var pending) && pending == value)
                {
                    _changes.Remove(key);
                }
            }

            if (_snapshot is null)
            {
                return;
            }

            var next = clear is null
                ? new Dictionary<string, byte[]>(_snapshot, StringComparer.Ordinal)
                : new Dictionary<string, byte[]>(StringComparer.Ordinal);
            foreach (var (key, value) in committed.Changes)
            {
                if (value is null)
                {
                    next.Remove(key);
                }
                else
                {
                    next[key] = value;
                }
            }

            _snapshot = next;
        }
    }
}
