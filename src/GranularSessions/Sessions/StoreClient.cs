using GranularSessions.Observability;
using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using Microsoft.Extensions.Options;

namespace GranularSessions.Sessions;

/// <summary>
/// The app's only way to its store: gives every call its time, observes it, and tells the caller what is known of a call
/// that failed.
/// </summary>
internal sealed class StoreClient(
    SessionStore store, IOptions<GranularSessionOptions> options, TimeProvider timeProvider, SessionTelemetry telemetry)
{
    private readonly TimeSpan _timeout = options.Value.IOTimeout;
    private readonly CallDeadlines _deadlines = new(options.Value.IOTimeout, timeProvider);

    // Nothing waits there, so that a timer a call would be its main cost.
    private readonly bool _isInProcess = store is InMemorySessionStore;

    public ValueTask<CommandResult> ExecuteAsync(
        SessionAccess access, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
        => synchronously
            ? new(Execute(access, command))
            : CallAsync(
                static (store, call, token) => store.ExecuteAsync(call.access, call.command, token), (access, command), new(command), cancellationToken);

    public ValueTask<CommandResult> CreateAsync(
        NewSession session, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        if (_isInProcess && !telemetry.IsEnabled)
        {
            return store.CreateAsync(session, command, cancellationToken);
        }

        var kind = new CallKind(command) { CreatesSession = true };
        return synchronously
            ? new(Call(static (store, call, timeout) => store.Create(call.session, call.command, timeout), (session, command), kind))
            : CallAsync(
                static (store, call, token) => store.CreateAsync(call.session, call.command, token), (session, command), kind, cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
        => CallAsync(
            static (store, userId, token) => store.ListAsync(userId, token), userId, new("list_sessions", FailedCall.ChangedNothing), cancellationToken);

    public async ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        var revoked = await CallAsync(
            static (store, revocation, token) => store.RevokeAsync(revocation, token),
            revocation, new("revoke_sessions", FailedCall.MayBeRepeated), cancellationToken).ConfigureAwait(false);
        telemetry.SessionsRevoked(revoked.Count);
        return revoked;
    }

    public async ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
    {
        var removed = await CallAsync(
            static (store, atMost, token) => store.RemoveExpiredAsync(atMost, token),
            atMost, new("remove_expired_sessions", FailedCall.MayBeRepeated), cancellationToken).ConfigureAwait(false);
        telemetry.SessionsExpired(removed);
        return removed;
    }

    /// <summary>Begins a call of <see cref="SendAsync"/>, for callers to whom one asynchronous method more would be too many.</summary>
    public StoreCall Begin(SessionCommand command, CancellationToken cancellationToken) => new(this, new CallKind(command), cancellationToken);

    /// <summary>Runs a command within a call that has begun.</summary>
    public ValueTask<CommandResult> SendAsync(in StoreCall call, SessionAccess access, SessionCommand command)
        => store.ExecuteAsync(access, command, call.Token);

    public CommandResult Execute(SessionAccess access, SessionCommand command)
        => _isInProcess && !telemetry.IsEnabled
            ? store.ExecuteAsync(access, command, CancellationToken.None).GetAwaiter().GetResult()
            : Call(static (store, call, timeout) => store.Execute(call.access, call.command, timeout), (access, command), new(command));

    private async ValueTask<TResult> CallAsync<TResult, TArgument>(
        Func<SessionStore, TArgument, CancellationToken, ValueTask<TResult>> send, TArgument argument, CallKind kind, CancellationToken cancellationToken)
    {
        using var call = new StoreCall(this, kind, cancellationToken);
        Exception? explained = null;
        try
        {
            var result = await send(store, argument, call.Token).ConfigureAwait(false);
            call.Answered(result);
            return result;
        }
        catch (Exception exception) when ((explained = call.Explain(exception)) != exception)
        {
            throw explained;
        }
    }

    private TResult Call<TResult, TArgument>(Func<SessionStore, TArgument, TimeSpan, TResult> send, TArgument argument, CallKind kind)
    {
        var observation = Observe(kind);
        try
        {
            var result = send(store, argument, _timeout);
            Answered(observation, kind, result);
            return result;
        }
        catch (Exception exception)
        {
            var explained = Explain(exception, kind, deadline: default, CancellationToken.None);
            observation?.Failed(explained);
            if (explained == exception)
            {
                throw;
            }

            throw explained;
        }
    }

    private SessionTelemetry.StoreObservation? Observe(CallKind kind)
        => telemetry.IsEnabled ? telemetry.Observe(kind.Command is { } command ? SessionTelemetry.NameOf(command) : kind.Name!) : null;

    private void Answered<TResult>(SessionTelemetry.StoreObservation? observation, CallKind kind, TResult result)
    {
        if (observation is not { } observed)
        {
            return;
        }

        observed.Answered(OutcomeOf(result));
        if (kind.Command is { } command && result is CommandResult { Status: CommandStatus.Applied })
        {
            if (kind.CreatesSession)
            {
                telemetry.SessionCreated();
            }

            telemetry.CommandApplied(command);
        }
    }

    /// <summary>What a failure of the store means to the caller.</summary>
    private Exception Explain(Exception exception, CallKind kind, CancellationToken deadline, CancellationToken cancellationToken) => exception switch
    {
        OperationCanceledException when deadline.CanBeCanceled && cancellationToken.IsCancellationRequested
            => new OperationCanceledException("The session operation was cancelled and not applied.", exception, cancellationToken),
        OperationCanceledException when deadline.IsCancellationRequested => new SessionUnavailableException(
            $"The session store did not answer within {_timeout} (GranularSessionOptions.IOTimeout). The operation was not applied.", exception),
        SessionOutcomeUnknownException unknown when !_isInProcess => Explain(unknown, kind.AfterFailure),
        _ => exception,
    };

    private static string OutcomeOf<TResult>(TResult result) => result is CommandResult { IsReplay: true } ? "replayed"
        : result is not CommandResult command ? "applied"
        : command.Status switch
        {
            CommandStatus.Applied => "applied",
            CommandStatus.Absent => "absent",
            CommandStatus.NotApplied => "not_applied",
            CommandStatus.SessionMissing => "session_missing",
            CommandStatus.Superseded => "superseded",
            _ => "refused",
        };

    private static SessionException Explain(SessionOutcomeUnknownException exception, FailedCall afterFailure) => afterFailure switch
    {
        FailedCall.ChangedNothing => new SessionUnavailableException("The session store failed. Nothing was changed.", exception),
        FailedCall.MayBeRepeated => new SessionOutcomeUnknownException(
            "The session store failed after the operation was sent: it may or may not have been applied. Repeating it is safe.", exception)
        {
            IsRetrySafe = true,
        },
        _ => new SessionOutcomeUnknownException(
            "The session store failed after the operation was sent: it may or may not have been applied, and a retry may apply it twice. "
            + "Give operations an id (SessionState.WithOperation) to make their retries safe.", exception),
    };

    /// <summary>A call that has begun: has its time, and is observed until it has ended.</summary>
    public readonly struct StoreCall : IDisposable
    {
        private readonly StoreClient _client;
        private readonly CallKind _kind;
        private readonly SessionTelemetry.StoreObservation? _observation;
        private readonly CancellationToken _cancellationToken;
        private readonly CancellationToken _deadline;
        private readonly CancellationTokenSource? _either;

        public StoreCall(StoreClient client, CallKind kind, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _client = client;
            _kind = kind;
            _observation = client.Observe(kind);
            _cancellationToken = cancellationToken;
            _deadline = client._isInProcess ? default : client._deadlines.Next();
            _either = _deadline.CanBeCanceled && cancellationToken.CanBeCanceled
                ? CancellationTokenSource.CreateLinkedTokenSource(_deadline, cancellationToken)
                : null;
        }

        /// <summary>Is cancelled by the caller, and when the time is over.</summary>
        public CancellationToken Token => _either?.Token ?? (_deadline.CanBeCanceled ? _deadline : _cancellationToken);

        public void Answered<TResult>(TResult result) => _client.Answered(_observation, _kind, result);

        /// <summary>What a failure means to the caller.</summary>
        public Exception Explain(Exception exception)
        {
            var explained = _client.Explain(exception, _kind, _deadline, _cancellationToken);
            _observation?.Failed(explained);
            return explained;
        }

        public void Dispose() => _either?.Dispose();
    }

    /// <summary>What is called, for telemetry, and what its failure leaves.</summary>
    public readonly record struct CallKind(string? Name, FailedCall AfterFailure)
    {
        public CallKind(SessionCommand command)
            : this(Name: null, AfterFailureOf(command))
            => Command = command;

        public SessionCommand? Command { get; }

        public bool CreatesSession { get; init; }

        private static FailedCall AfterFailureOf(SessionCommand command) => command switch
        {
            { Effect: CommandEffect.Reads } => FailedCall.ChangedNothing,
            { Operation: not null } or DestroySession => FailedCall.MayBeRepeated,
            _ => FailedCall.MayHaveChangedSomething,
        };
    }

    public enum FailedCall
    {
        ChangedNothing,
        MayBeRepeated,
        MayHaveChangedSomething,
    }
}
