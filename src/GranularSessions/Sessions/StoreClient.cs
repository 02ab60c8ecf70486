using System.Runtime.CompilerServices;
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
    {
        if (_isInProcess && !telemetry.IsEnabled)
        {
            return store.ExecuteAsync(access, command, cancellationToken);
        }

        return synchronously
            ? new(Call(static (store, call, timeout) => store.Execute(call.access, call.command, timeout), (access, command), new(command)))
            : CallAsync(
                static (store, call, token) => store.ExecuteAsync(call.access, call.command, token), (access, command), new(command), cancellationToken);
    }

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

    // One method, and a pooled one: it runs for every operation on a server.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> CallAsync<TResult, TArgument>(
        Func<SessionStore, TArgument, CancellationToken, ValueTask<TResult>> send, TArgument argument, CallKind kind, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var observation = Observe(kind);
        var deadline = _isInProcess ? default : _deadlines.Next();
        using var either = deadline.CanBeCanceled && cancellationToken.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(deadline, cancellationToken)
            : null;
        try
        {
            var result = await send(store, argument, either?.Token ?? (deadline.CanBeCanceled ? deadline : cancellationToken)).ConfigureAwait(false);
            Answered(observation, kind, result);
            return result;
        }
        catch (Exception exception)
        {
            var explained = Explain(exception, kind, deadline, cancellationToken);
            observation?.Failed(explained);
            if (explained == exception)
            {
                throw;
            }

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

    /// <summary>What is called, for telemetry, and what its failure leaves.</summary>
    private readonly record struct CallKind(string? Name, FailedCall AfterFailure)
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

    private enum FailedCall
    {
        ChangedNothing,
        MayBeRepeated,
        MayHaveChangedSomething,
    }
}
