using GranularSessions.Storage;
using GranularSessions.Storage.InMemory;
using Microsoft.Extensions.Options;

namespace GranularSessions.Sessions;

/// <summary>
/// The app's only way to its store: gives every call its time, and tells the caller what is known of a call that failed.
/// </summary>
internal sealed class StoreClient(SessionStore store, IOptions<GranularSessionOptions> options, TimeProvider timeProvider)
{
    private readonly TimeSpan _timeout = options.Value.IOTimeout;

    // Nothing waits there, so that a timer a call would be its main cost.
    private readonly bool _isInProcess = store is InMemorySessionStore;

    public SessionStore Store => store;

    public ValueTask<CommandResult> ExecuteAsync(
        SessionAccess access, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        if (synchronously)
        {
            return new(Call(static (store, call, timeout) => store.Execute(call.access, call.command, timeout), (access, command), AfterFailure(command)));
        }

        return _isInProcess
            ? store.ExecuteAsync(access, command, cancellationToken)
            : CallAsync(
                static (store, call, token) => store.ExecuteAsync(call.access, call.command, token),
                (access, command), AfterFailure(command), cancellationToken);
    }

    public ValueTask<CommandResult> CreateAsync(
        NewSession session, SessionCommand command, bool synchronously, CancellationToken cancellationToken)
    {
        if (synchronously)
        {
            return new(Call(static (store, call, timeout) => store.Create(call.session, call.command, timeout), (session, command), AfterFailure(command)));
        }

        return _isInProcess
            ? store.CreateAsync(session, command, cancellationToken)
            : CallAsync(
                static (store, call, token) => store.CreateAsync(call.session, call.command, token),
                (session, command), AfterFailure(command), cancellationToken);
    }

    public ValueTask<IReadOnlyList<SessionSnapshot>> ListAsync(string userId, CancellationToken cancellationToken)
        => CallAsync(static (store, userId, token) => store.ListAsync(userId, token), userId, FailedCall.ChangedNothing, cancellationToken);

    public ValueTask<IReadOnlyList<SessionSnapshot>> RevokeAsync(Revocation revocation, CancellationToken cancellationToken)
        => CallAsync(static (store, revocation, token) => store.RevokeAsync(revocation, token), revocation, FailedCall.MayBeRepeated, cancellationToken);

    public ValueTask<int> RemoveExpiredAsync(int atMost, CancellationToken cancellationToken)
        => CallAsync(static (store, atMost, token) => store.RemoveExpiredAsync(atMost, token), atMost, FailedCall.MayBeRepeated, cancellationToken);

    private static FailedCall AfterFailure(SessionCommand command) => command switch
    {
        { Effect: CommandEffect.Reads } => FailedCall.ChangedNothing,
        { Operation: not null } or DestroySession => FailedCall.MayBeRepeated,
        _ => FailedCall.MayHaveChangedSomething,
    };

    private async ValueTask<TResult> CallAsync<TResult, TArgument>(
        Func<SessionStore, TArgument, CancellationToken, ValueTask<TResult>> send,
        TArgument argument, FailedCall afterFailure, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
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
        Func<SessionStore, TArgument, TimeSpan, TResult> send, TArgument argument, FailedCall afterFailure)
    {
        try
        {
            return send(store, argument, _timeout);
        }
        catch (SessionOutcomeUnknownException exception)
        {
            throw Explain(exception, afterFailure);
        }
    }

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
