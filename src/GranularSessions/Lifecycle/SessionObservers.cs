using GranularSessions.Storage;

namespace GranularSessions.Lifecycle;

/// <summary>Tells every registered observer, one after the other.</summary>
internal sealed class SessionObservers(IEnumerable<SessionLifecycleObserver> observers)
{
    private readonly SessionLifecycleObserver[] _observers = [.. observers];

    public Task SignedInAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.SignedInAsync(happened, cancellationToken));

    public Task IdRegeneratedAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.IdRegeneratedAsync(happened, cancellationToken));

    public Task DestroyedAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.DestroyedAsync(happened, cancellationToken));

    public Task RevokedAsync(SessionSnapshot? session, CancellationToken cancellationToken)
        => TellAsync(session, (observer, happened) => observer.RevokedAsync(happened, cancellationToken));

    private async Task TellAsync(SessionSnapshot? session, Func<SessionLifecycleObserver, SessionLifecycleEvent, Task> tell)
    {
        if (session is null)
        {
            return;
        }

        var happened = new SessionLifecycleEvent(session.Id, session.UserId);
        foreach (var observer in _observers)
        {
            await tell(observer, happened).ConfigureAwait(false);
        }
    }
}
