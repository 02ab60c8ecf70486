using GranularSessions.Cookies;
using GranularSessions.Lifecycle;
using GranularSessions.Storage;

namespace GranularSessions.Sessions;

/// <summary>
/// One request's way to its session: what it may present, when a session is created, and what the store's answers mean.
/// Thread-safe.
/// </summary>
internal sealed class SessionChannel
{
    private readonly StoreClient _store;
    private readonly SessionObservers _observers;
    private readonly SessionCookieSink _cookie;
    private readonly TimeSpan _previousIdGrace;

    // Held while the session's identity changes, so that a cookie is sent for every identity and none is half made.
    private readonly SemaphoreSlim _identity = new(1, 1);
    private volatile SessionAccess? _access;
    private SessionCredential? _reserved;

    // What a creation or a regeneration would have sent, of which the store did not tell whether it happened.
    private SessionCredential? _unsettledCreation;
    private SessionCredential? _unsettledRegeneration;
    private string? _idOfNewSession;

    public SessionChannel(SessionServices services, SessionCookieSink cookie, SessionCredential? presented)
    {
        _store = services.Store;
        _observers = services.Observers;
        _cookie = cookie;
        _previousIdGrace = services.Options.PreviousIdGrace;
        _access = presented is null ? null : new SessionAccess(presented.Selector, presented.VerifierHash, generation: null);
    }

    /// <summary>Raised when this request has ended the session or emptied it for another user.</summary>
    public event Action? Emptied;

    /// <summary>Whether anything has reached the store; if so, the session's idle deadline has been seen to.</summary>
    public bool HasExecuted { get; private set; }

    /// <summary>Whether there may be a session: one presented and not refuted, or one created here.</summary>
    public bool HasAccess => _access is not null;

    /// <summary>Whether a cookie can still reach the client with this response.</summary>
    public bool CanSendCookie => _cookie.CanSend;

    public bool IsEstablished => _access is { IsEstablished: true };

    /// <summary>The id of the session that the first write would create.</summary>
    public string IdOfNewSession
        => _idOfNewSession ?? Interlocked.CompareExchange(ref _idOfNewSession, NewId(), null) ?? _idOfNewSession;

    public Task<CommandResult> ExecuteAsync(SessionCommand command, CancellationToken cancellationToken)
        => ExecuteAsync(command, static (_, result) => result, cancellationToken);

    /// <summary>Runs a command and reads its result; one asynchronous method for both, because it runs for every operation.</summary>
    public Task<TResult> ExecuteAsync<TCommand, TResult>(
        TCommand command, Func<TCommand, CommandResult, TResult> read, CancellationToken cancellationToken)
        where TCommand : SessionCommand
        => ExecuteAsync(command, read, synchronously: false, cancellationToken);

    public CommandResult Execute(SessionCommand command)
        => ExecuteAsync(command, static (_, result) => result, synchronously: true, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Throws unless the next write finds a session or may create one.</summary>
    public void EnsureCanWrite()
    {
        if (_access is null && _reserved is null)
        {
            EnsureCanIssue();
        }
    }

    /// <summary>Promises the client a session that a write after the response's start will create.</summary>
    public async Task ReserveAsync()
    {
        await _identity.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_access is null && _reserved is null)
            {
                _reserved = SessionCredential.Create();
                _cookie.Issue(_reserved);
            }
        }
        finally
        {
            _identity.Release();
        }
    }

    /// <summary>Runs an action when no change of identity is under way.</summary>
    public async Task WhenIdentityRestsAsync(Action action)
    {
        await _identity.WaitAsync().ConfigureAwait(false);
        try
        {
            action();
        }
        finally
        {
            _identity.Release();
        }
    }

    public async Task SignInAsync(string userId, CancellationToken cancellationToken)
    {
        var session = await BindAsync(userId, cancellationToken).ConfigureAwait(false);
        await _observers.SignedInAsync(session, cancellationToken).ConfigureAwait(false);
    }

    public async Task<bool> RegenerateAsync(IdRegeneration reason, CancellationToken cancellationToken)
    {
        if (await ReplaceVerifierAsync(reason, cancellationToken).ConfigureAwait(false) is not { } session)
        {
            return false;
        }

        await _observers.IdRegeneratedAsync(session, cancellationToken).ConfigureAwait(false);
        return true;
    }

    public async Task DestroyAsync(CancellationToken cancellationToken)
    {
        var session = await EndAsync(cancellationToken).ConfigureAwait(false);
        await _observers.DestroyedAsync(session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<SessionSnapshot?> BindAsync(string userId, CancellationToken cancellationToken)
    {
        await _identity.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var access = _access;
                EnsureCanIssue();
                if (access is null)
                {
                    var created = CredentialToCreate();
                    var signIn = new SignInSession(created.VerifierHash, userId, NewId());
                    if (await CreateAsync(created, signIn, synchronously: false, cancellationToken).ConfigureAwait(false) is { } first)
                    {
                        return first.Session;
                    }

                    continue;
                }

                var credential = SessionCredential.WithNewVerifier(access.Selector);
                var command = new SignInSession(credential.VerifierHash, userId, NewId());
                var result = await ReplaceVerifierAsync(access, credential, command, cancellationToken).ConfigureAwait(false);
                if (result.Status == CommandStatus.Applied)
                {
                    Adopt(credential, result.Generation);
                    if (result.HadValue)
                    {
                        Emptied?.Invoke();
                    }

                    return result.Session;
                }

                if (result.Status == CommandStatus.Superseded
                    && await TrySettleAsync(access, synchronously: false, cancellationToken).ConfigureAwait(false))
                {
                    continue;
                }

                // A client whose cookie was superseded by a response that it never got must be able to sign in again.
                ThrowIfEstablished(access, result.Status);
                _access = null;
            }
        }
        finally
        {
            _identity.Release();
        }
    }

    /// <summary>Null where there was nothing to regenerate.</summary>
    private async Task<SessionSnapshot?> ReplaceVerifierAsync(IdRegeneration reason, CancellationToken cancellationToken)
    {
        await _identity.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (_access is { } access)
            {
                EnsureCanIssue();
                var credential = SessionCredential.WithNewVerifier(access.Selector);
                var command = new RegenerateSession(credential.VerifierHash, reason == IdRegeneration.Routine ? _previousIdGrace : null);
                var result = await ReplaceVerifierAsync(access, credential, command, cancellationToken).ConfigureAwait(false);
                switch (result.Status)
                {
                    case CommandStatus.Applied:
                        Adopt(credential, result.Generation);
                        return result.Session;
                    case CommandStatus.Superseded or CommandStatus.NotApplied
                        when await TrySettleAsync(access, synchronously: false, cancellationToken).ConfigureAwait(false):
                        continue;
                    case CommandStatus.NotApplied when reason == IdRegeneration.Routine:
                        return null;
                    case CommandStatus.SessionMissing when !access.IsEstablished:
                        _access = null;
                        return null;
                    case CommandStatus.SessionMissing:
                        throw Ended();
                    default:
                        throw Superseded();
                }
            }

            return null;
        }
        finally
        {
            _identity.Release();
        }
    }

    /// <summary>Null where there was no session any more.</summary>
    private async Task<SessionSnapshot?> EndAsync(CancellationToken cancellationToken)
    {
        await _identity.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            SessionSnapshot? ended = null;
            while (_access is { } access)
            {
                var result = await StoreAsync(access, new DestroySession(), synchronously: false, cancellationToken).ConfigureAwait(false);
                if (result.Status != CommandStatus.Superseded)
                {
                    ended = result.Session;
                    break;
                }

                if (!await TrySettleAsync(access, synchronously: false, cancellationToken).ConfigureAwait(false))
                {
                    throw Superseded();
                }
            }

            _access = null;
            _reserved = null;
            _unsettledCreation = null;
            _unsettledRegeneration = null;
            _idOfNewSession = null;
            _cookie.Expire();
            Emptied?.Invoke();
            return ended;
        }
        finally
        {
            _identity.Release();
        }
    }

    private async Task<TResult> ExecuteAsync<TCommand, TResult>(
        TCommand command, Func<TCommand, CommandResult, TResult> read, bool synchronously, CancellationToken cancellationToken)
        where TCommand : SessionCommand
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            if (_access is not { } access)
            {
                if (command.Effect != CommandEffect.Writes)
                {
                    return read(command, CommandResult.Absent);
                }

                if (await CreateUnlessCreatedAsync(command, synchronously, cancellationToken).ConfigureAwait(false) is { } created)
                {
                    return read(command, Accepted(command, created));
                }

                continue;
            }

            CommandResult result;
            HasExecuted = true;
            if (synchronously)
            {
                result = _store.Execute(access, command);
            }
            else
            {
                using var call = _store.Begin(command, cancellationToken);
                Exception? explained = null;
                try
                {
                    result = await _store.SendAsync(call, access, command).ConfigureAwait(false);
                    call.Answered(result);
                }
                catch (Exception exception) when ((explained = call.Explain(exception)) != exception)
                {
                    throw explained;
                }
            }

            switch (result.Status)
            {
                case CommandStatus.SessionMissing or CommandStatus.Superseded when _access != access:
                    // This request has itself changed the session's identity meanwhile.
                    continue;
                case CommandStatus.SessionMissing:
                    ThrowIfEstablished(access, result.Status);
                    Replace(access, null);
                    continue;
                case CommandStatus.Superseded when await SettleAsync(access, synchronously, cancellationToken).ConfigureAwait(false):
                    continue;
                case CommandStatus.Superseded:
                    ThrowIfEstablished(access, result.Status);
                    return command.Effect == CommandEffect.Reads ? read(command, CommandResult.Absent) : throw Superseded();
                default:
                    if (!access.IsEstablished)
                    {
                        Replace(access, access.EstablishedAt(result.Generation));
                    }

                    return read(command, Accepted(command, result));
            }
        }
    }

    /// <summary>Null when there is a session by now.</summary>
    private async ValueTask<CommandResult?> CreateUnlessCreatedAsync(SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        await EnterIdentityAsync(synchronously, cancellationToken).ConfigureAwait(false);
        try
        {
            if (_access is not null)
            {
                return null;
            }

            EnsureCanWrite();
            return await CreateAsync(CredentialToCreate(), command, synchronously, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _identity.Release();
        }
    }

    private SessionCredential CredentialToCreate() => _reserved ?? _unsettledCreation ?? SessionCredential.Create();

    /// <summary>Null when the session was there already, because a creation whose outcome was unknown did happen.</summary>
    private async ValueTask<CommandResult?> CreateAsync(
        SessionCredential credential, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        HasExecuted = true;
        var session = new NewSession(credential.Selector, credential.VerifierHash, IdOfNewSession);
        CommandResult result;
        try
        {
            result = await _store.CreateAsync(session, command, synchronously, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionOutcomeUnknownException)
        {
            _unsettledCreation = credential;
            throw;
        }

        var exists = result.Status == CommandStatus.SessionExists;
        if (exists && credential != _unsettledCreation)
        {
            throw new InvalidOperationException("The new session's selector is in use.");
        }

        if (exists || result.Status == CommandStatus.Applied)
        {
            var isPromised = credential == _reserved;
            _reserved = null;
            _unsettledCreation = null;
            _access = new SessionAccess(credential.Selector, credential.VerifierHash, exists ? null : result.Generation);
            if (!isPromised)
            {
                _cookie.Issue(credential);
            }
        }

        return exists ? null : result;
    }

    private async ValueTask<CommandResult> ReplaceVerifierAsync(
        SessionAccess access, SessionCredential credential, SessionCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await StoreAsync(access, command, synchronously: false, cancellationToken).ConfigureAwait(false);
        }
        catch (SessionOutcomeUnknownException)
        {
            _unsettledRegeneration = credential;
            throw;
        }
    }

    /// <summary>Whether the access that was refused has been replaced since.</summary>
    private async ValueTask<bool> SettleAsync(SessionAccess access, bool synchronously, CancellationToken cancellationToken)
    {
        if (_unsettledRegeneration is null)
        {
            return false;
        }

        await EnterIdentityAsync(synchronously, cancellationToken).ConfigureAwait(false);
        try
        {
            return _access != access || await TrySettleAsync(access, synchronously, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _identity.Release();
        }
    }

    /// <summary>Takes over what a regeneration of unknown outcome made, if it turns out to have happened.</summary>
    private async ValueTask<bool> TrySettleAsync(SessionAccess access, bool synchronously, CancellationToken cancellationToken)
    {
        if (_unsettledRegeneration is not { } credential || credential.Selector != access.Selector || !_cookie.CanSend)
        {
            return false;
        }

        var regenerated = new SessionAccess(credential.Selector, credential.VerifierHash, generation: null);
        var result = await StoreAsync(regenerated, new TouchSession(), synchronously, cancellationToken).ConfigureAwait(false);
        _unsettledRegeneration = null;
        if (result.Status != CommandStatus.Applied)
        {
            return false;
        }

        Adopt(credential, result.Generation);
        return true;
    }

    private async ValueTask EnterIdentityAsync(bool synchronously, CancellationToken cancellationToken)
    {
        if (synchronously)
        {
            _identity.Wait(cancellationToken);
        }
        else
        {
            await _identity.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private ValueTask<CommandResult> StoreAsync(SessionAccess access, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        HasExecuted = true;
        return _store.ExecuteAsync(access, command, synchronously, cancellationToken);
    }

    private void EnsureCanIssue()
    {
        _cookie.EnsureCanSend();
        _cookie.EnsureConsent();
    }

    private void Adopt(SessionCredential credential, long generation)
    {
        _unsettledRegeneration = null;
        _access = new SessionAccess(credential.Selector, credential.VerifierHash, generation);
        _cookie.Issue(credential);
    }

#pragma warning disable CS0420 // Interlocked is itself a full fence.
    private void Replace(SessionAccess access, SessionAccess? next) => Interlocked.CompareExchange(ref _access, next, access);
#pragma warning restore CS0420

    private static void ThrowIfEstablished(SessionAccess access, CommandStatus status)
    {
        if (access.IsEstablished)
        {
            throw status == CommandStatus.SessionMissing ? Ended() : Superseded();
        }
    }

    /// <summary>Throws for what the caller has done wrong.</summary>
    private static CommandResult Accepted(SessionCommand command, in CommandResult result)
    {
        if (result.Status is CommandStatus.Applied or CommandStatus.NotApplied or CommandStatus.Absent)
        {
            return result;
        }

        throw (result.Status, command) switch
        {
            (CommandStatus.OtherKind, ItemCommand item) => new SessionItemKindException(item.Key, item.Kind.ToString(), result.ActualKind.ToString()),
            (CommandStatus.NotAnInteger, ItemCommand item) => new SessionSerializationException($"A field of the session item '{item.Key}' holds no integer."),
            (CommandStatus.OperationMismatch, _) => new SessionOperationException(SessionOperationRefusal.UsedForAnotherOperation),
            (CommandStatus.OperationLimitReached, _) => new SessionOperationException(SessionOperationRefusal.LimitReached),
            (CommandStatus.OperationExpired, _) => new SessionOperationException(SessionOperationRefusal.Expired),
            _ => new InvalidOperationException($"The session store answered {command} with {result.Status}, which it cannot."),
        };
    }

    private static SessionEndedException Ended()
        => new("The session has been destroyed, revoked or has expired since this request first used it.");

    private static SessionSupersededException Superseded()
        => new("The session's id was regenerated elsewhere; the id that this request carries no longer opens it.");

    private static string NewId() => SessionCredential.RandomText(bytes: 16);
}
