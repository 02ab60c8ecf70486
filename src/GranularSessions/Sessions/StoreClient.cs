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

    // Nothing waits there, so that a timer a call would be its main cost.
    private readonly bool _isInProcess = store is InMemorySessionStore;

    public ValueTask<CommandResult> ExecuteAsync(
        SessionAccess access, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
        => _isInProcess && !telemetry.IsEnabled
            ? store.ExecuteAsync(access, command, cancellationToken)
            : ObserveAsync(access, command, synchronously, cancellationToken);

    public ValueTask<CommandResult> CreateAsync(
        NewSession session, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
        => _isInProcess && !telemetry.IsEnabled
            ? store.CreateAsync(session, command, cancellationToken)
            : ObserveCreationAsync(session, command, synchronously, cancellationToken);

    public ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
        => CallAsync(
            "list_sessions", static (store, userId, token) => store.ListAsync(userId, token), userId, FailedCall.ChangedNothing, cancellationToken);

    public async ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
    {
        var revoked = await CallAsync(
            "revoke_sessions", static (store, revocation, token) => store.RevokeAsync(revocation, token),
            revocation, FailedCall.MayBeRepeated, cancellationToken).ConfigureAwait(false);
        telemetry.SessionsRevoked(revoked.Count);
        return revoked;
    }

    public async ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
    {
        var removed = await CallAsync(
            "remove_expired_sessions", static (store, atMost, token) => store.RemoveExpiredAsync(atMost, token),
            atMost, FailedCall.MayBeRepeated, cancellationToken).ConfigureAwait(false);
        telemetry.SessionsExpired(removed);
        return removed;
    }

    private async ValueTask<CommandResult> ObserveAsync(
        SessionAccess access, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        var name = SessionTelemetry.NameOf(command);
        var result = synchronously
            ? Call(name, static (store, call, timeout) => store.Execute(call.access, call.command, timeout), (access, command), AfterFailure(command))
            : await CallAsync(
                name, static (store, call, token) => store.ExecuteAsync(call.access, call.command, token),
                (access, command), AfterFailure(command), cancellationToken).ConfigureAwait(false);
        if (result.Status == CommandStatus.Applied)
        {
            telemetry.CommandApplied(command);
        }

        return result;
    }

    private async ValueTask<CommandResult> ObserveCreationAsync(
        NewSession session, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        var name = SessionTelemetry.NameOf(command);
        var result = synchronously
            ? Call(name, static (store, call, timeout) => store.Create(call.session, call.command, timeout), (session, command), AfterFailure(command))
            : await CallAsync(
                name, static (store, call, token) => store.CreateAsync(call.session, call.command, token),
                (session, command), AfterFailure(command), cancellationToken).ConfigureAwait(false);
        if (result.Status == CommandStatus.Applied)
        {
            telemetry.SessionCreated();
            telemetry.CommandApplied(command);
        }

        return result;
    }

    private static FailedCall AfterFailure(SessionCommand command) => command switch
    {
        { Effect: CommandEffect.Reads } => FailedCall.ChangedNothing,
        { Operation: not null } or DestroySession => FailedCall.MayBeRepeated,
        _ => FailedCall.MayHaveChangedSomething,
    };

    private async ValueTask<TResult> CallAsync<TResult, TArgument>(
        string name, Func<SessionStore, TArgument, CancellationToken, ValueTask<TResult>> send,
        TArgument argument, FailedCall afterFailure, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var observation = telemetry.Observe(name);
        try
        {
            var result = await (_isInProcess
                ? send(store, argument, cancellationToken)
                : BoundAsync(send, argument, afterFailure, cancellationToken)).ConfigureAwait(false);
            observation.Answered(OutcomeOf(result));
            return result;
        }
        catch (Exception exception)
        {
            observation.Failed(exception);
            throw;
        }
    }

    private async ValueTask<TResult> BoundAsync<TResult, TArgument>(
        Func<SessionStore, TArgument, CancellationToken, ValueTask<TResult>> send,
        TArgument argument, FailedCall afterFailure, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, timeProvider);
        using var cancelled = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), timeout);
        try
        {
            return await send(store, argument, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The session operation was cancelled and not applied.", exception, cancellationToken);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested)
        {
            throw new SessionUnavailableException(
                $"The session store did not answer within {_timeout} (GranularSessionOptions.IOTimeout). The operation was not applied.", exception);
        }
        catch (SessionOutcomeUnknownException exception)
        {
            throw Explain(exception, afterFailure);
        }
    }

    private TResult Call<TResult, TArgument>(
        string name, Func<SessionStore, TArgument, TimeSpan, TResult> send, TArgument argument, FailedCall afterFailure)
    {
        var observation = telemetry.Observe(name);
        try
        {
            var result = send(store, argument, _timeout);
            observation.Answered(OutcomeOf(result));
            return result;
        }
        catch (SessionOutcomeUnknownException exception)
        {
            var explained = Explain(exception, afterFailure);
            observation.Failed(explained);
            throw explained;
        }
        catch (Exception exception)
        {
            observation.Failed(exception);
            throw;
        }
    }

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

    private enum FailedCall
    {
        ChangedNothing,
        MayBeRepeated,
        MayHaveChangedSomething,
    }
}
