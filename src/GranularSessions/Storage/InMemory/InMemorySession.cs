using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace GranularSessions.Storage.InMemory;

/// <summary>One session and the lock that makes its commands atomic.</summary>
internal sealed class InMemorySession
{
    private readonly Lock _lock = new();
    private readonly string _selector;
    private readonly SessionTimeouts _timeouts;
    private readonly InMemoryUserIndex _users;
    private readonly DateTimeOffset _createdAt;
    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.Ordinal);
    private readonly InMemoryItems _items = new();
    private InMemoryOperations? _operations;
    private string _id;
    private string? _userId;
    private string? _userAgentHint;
    private byte[] _verifierHash;
    private long _generation = 1;
    private byte[]? _previousVerifierHash;
    private DateTimeOffset _previousUntil;
    private DateTimeOffset _lastSeen;
    private DateTimeOffset _absoluteDeadline;
    private bool _isDestroyed;

    public InMemorySession(NewSession session, SessionTimeouts timeouts, InMemoryUserIndex users, DateTimeOffset now)
    {
        _selector = session.Selector;
        _users = users;
        _createdAt = now;
        _id = session.Id;
        _verifierHash = session.VerifierHash;
        _timeouts = timeouts;
        _lastSeen = now;
        _absoluteDeadline = Deadline.After(now, timeouts.Absolute);
    }

    private DateTimeOffset IdleDeadline => Deadline.After(_lastSeen, _timeouts.Idle);

    private long PreviousGeneration => _generation - 1;

    public CommandResult Run(SessionAccess access, SessionCommand command, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!IsAlive(now))
            {
                return new(CommandStatus.SessionMissing);
            }

            if (Authenticate(access, now) is not { } generation)
            {
                return new(CommandStatus.Superseded);
            }

            if (now - _lastSeen >= _timeouts.RefreshAfter)
            {
                _lastSeen = now;
            }

            var result = command.Operation is { } operation ? RunOnce(command, operation, generation, now) : Run(command, generation, now);
            return result.Generation == 0 ? result with { Generation = generation } : result;
        }
    }

    /// <summary>Joins the other sessions and runs the first command before any other can; leaves them unless it is applied.</summary>
    public CommandResult RunFirst(ConcurrentDictionary<string, InMemorySession> sessions, SessionCommand command, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!sessions.TryAdd(_selector, this))
            {
                return new(CommandStatus.SessionExists);
            }

            var result = Run(new SessionAccess(_selector, _verifierHash, _generation), command, now);
            if (result.Status != CommandStatus.Applied)
            {
                End();
                sessions.TryRemove(_selector, out _);
            }

            return result;
        }
    }

    /// <summary>Ends the session if its time is over, else drops the items whose time is.</summary>
    public bool RemoveExpired(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!IsAlive(now))
            {
                End();
                return true;
            }

            _items.RemoveExpired(now);
            _operations?.RemoveExpired(now);
            return false;
        }
    }

    /// <summary>The session if it is alive and belongs to the user.</summary>
    public SessionSnapshot? Find(string userId, DateTimeOffset now)
    {
        lock (_lock)
        {
            return IsAlive(now) && _userId == userId ? Snapshot(withEntries: false) : null;
        }
    }

    /// <summary>Ends the session if it is alive and covered; null when not.</summary>
    public SessionSnapshot? Revoke(Revocation revocation, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (!IsAlive(now) || !revocation.Covers(_userId, _id))
            {
                return null;
            }

            var revoked = Snapshot(withEntries: false);
            End();
            return revoked;
        }
    }

    private bool IsAlive(DateTimeOffset now) => !_isDestroyed && now < IdleDeadline && now < _absoluteDeadline;

    /// <summary>The generation that the access opens; null when it opens none any more.</summary>
    private long? Authenticate(SessionAccess access, DateTimeOffset now)
    {
        var previousLives = _previousVerifierHash is not null && now < _previousUntil;
        if (access.Generation is { } generation)
        {
            return generation == _generation || (previousLives && generation == PreviousGeneration) ? generation : null;
        }

        if (CryptographicOperations.FixedTimeEquals(access.VerifierHash, _verifierHash))
        {
            // The client has the new verifier: nobody needs the previous one any more.
            _previousVerifierHash = null;
            return _generation;
        }

        return previousLives && CryptographicOperations.FixedTimeEquals(access.VerifierHash, _previousVerifierHash) ? PreviousGeneration : null;
    }

    private CommandResult RunOnce(SessionCommand command, SessionOperation operation, long generation, DateTimeOffset now)
    {
        _operations ??= new InMemoryOperations();
        if (_operations.Find(command, operation, now) is { } found)
        {
            return found with { Generation = generation };
        }

        var result = Run(command, generation, now);
        if (result.Status == CommandStatus.Applied)
        {
            _operations.Record(command, operation, result);
        }

        return result;
    }

    private CommandResult Run(SessionCommand command, long generation, DateTimeOffset now) => command switch
    {
        ItemCommand item => _items.Run(item, now),
        TouchSession => CommandResult.Applied(),
        ReadSession read => CommandResult.Applied() with { Session = Snapshot(read.WithEntries) },
        WriteEntries write => Run(write),
        RegenerateSession regenerate => Run(regenerate, generation, now),
        SignInSession signIn => Run(signIn, generation, now),
        DestroySession => Destroy(),
        SetUserAgentHint set => Run(set),
        _ => throw new NotSupportedException($"The in-memory store does not know the command {command.GetType().Name}."),
    };

    private SessionSnapshot Snapshot(bool withEntries) => new()
    {
        Id = _id,
        UserId = _userId,
        CreatedAt = _createdAt,
        LastSeenAt = _lastSeen,
        UserAgentHint = _userAgentHint,
        Entries = withEntries ? new Dictionary<string, byte[]>(_entries, StringComparer.Ordinal) : [],
    };

    private CommandResult Run(WriteEntries command)
    {
        if (command.ClearFirst)
        {
            Empty();
        }

        foreach (var (key, value) in command.Changes)
        {
            if (value is null)
            {
                _entries.Remove(key);
            }
            else
            {
                _entries[key] = value;
            }
        }

        return CommandResult.Applied();
    }

    private CommandResult Run(RegenerateSession command, long generation, DateTimeOffset now)
    {
        if (generation != _generation)
        {
            return CommandResult.NotApplied();
        }

        _previousVerifierHash = command.PreviousGrace is null ? null : _verifierHash;
        _previousUntil = Deadline.After(now, command.PreviousGrace ?? TimeSpan.Zero);
        _verifierHash = command.VerifierHash;
        return CommandResult.Applied() with { Generation = ++_generation, Session = Snapshot(withEntries: false) };
    }

    private CommandResult Run(SignInSession command, long generation, DateTimeOffset now)
    {
        if (generation != _generation)
        {
            return new(CommandStatus.Superseded);
        }

        var belongsToAnother = _userId is not null && _userId != command.UserId;
        if (belongsToAnother)
        {
            Empty();
            _operations?.Clear();
            _id = command.NewId;
        }

        if (_userId != command.UserId)
        {
            RemoveFromIndex();
            _userId = command.UserId;
            _users.Add(_userId, _selector);
        }

        _previousVerifierHash = null;
        _verifierHash = command.VerifierHash;
        _absoluteDeadline = Deadline.After(now, _timeouts.Absolute);
        return CommandResult.Applied() with
        {
            Generation = ++_generation,
            Session = Snapshot(withEntries: false),
            HadValue = belongsToAnother,
        };
    }

    private CommandResult Destroy()
    {
        var destroyed = Snapshot(withEntries: false);
        End();
        return CommandResult.Applied() with { Session = destroyed };
    }

    private CommandResult Run(SetUserAgentHint command)
    {
        _userAgentHint = command.Hint;
        return CommandResult.Applied();
    }

    private void End()
    {
        _isDestroyed = true;
        RemoveFromIndex();
        Empty();
        _operations?.Clear();
    }

    private void RemoveFromIndex()
    {
        if (_userId is not null)
        {
            _users.Remove(_userId, _selector);
        }
    }

    private void Empty()
    {
        _entries.Clear();
        _items.Clear();
    }
}
