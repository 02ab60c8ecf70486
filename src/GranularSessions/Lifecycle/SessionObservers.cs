using System.Runtime.ExceptionServices;
using GranularSessions.Storage;

namespace GranularSessions.Lifecycle;

/// <summary>Tells every registered observer, one after the other, whatever one of them throws.</summary>
internal sealed class SessionObservers(IEnumerable<SessionLifecycleObserver> observers)
{
    private readonly SessionLifecycleObserver[] _observers = [.. observers];

    public Task SignedInAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.SignedInAsync(happened, cancellationToken));

    public Task IdRegeneratedAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.IdRegeneratedAsync(happened, cancellationToken));

    public Task DestroyedAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.DestroyedAsync(happened, cancellationToken));

    public Task RevokedAsync(IReadOnlyList<SessionSnapshot> sessions, CancellationToken cancellationToken)
        => TellAsync(sessions, (observer, happened) => observer.RevokedAsync(happened, cancellationToken));

    private Task TellAsync(SessionSnapshot? session, Func<SessionLifecycleObserver, SessionLifecycleEvent, Task> tell)
        => session is null ? Task.CompletedTask : TellAsync([session], tell);

    private async Task TellAsync(IReadOnlyList<SessionSnapshot> sessions, Func<SessionLifecycleObserver, SessionLifecycleEvent, Task> tell)
    {
        if (_observers.Length == 0)
        {
            return;
        }

        var failures = new List<Exception>();
        foreach (var session in sessions)
        {
            var happened = new SessionLifecycleEvent(session.Id, session.UserId);
            foreach (var observer in _observers)
            {
                try
                {
                    await tell(observer, happened).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    failures.Add(exception);
                }
            }
        }

        switch (failures)
        {
            case []:
                return;
            case [var only]:
                ExceptionDispatchInfo.Throw(only);
                break;
            default:
                throw new AggregateException("Several session observers failed; what they were told of has taken effect.", failures);
        }
    }
}
