using Microsoft.Extensions.ObjectPool;

namespace GranularSessions.Sessions;

/// <summary>Sources of tokens that are cancelled after a time. Thread-safe.</summary>
/// <remarks>A new source and timer for each call cost more than the rest of our share in it, so that they are used again.</remarks>
internal sealed class CallTimers(TimeSpan timeout, TimeProvider timeProvider)
{
    // Only the system's timers can be set again (CancellationTokenSource.TryReset).
    private readonly ObjectPool<CancellationTokenSource>? _pool = timeProvider == TimeProvider.System
        ? new DefaultObjectPool<CancellationTokenSource>(new Policy())
        : null;

    public CancellationTokenSource Start()
    {
        if (_pool is null)
        {
            return new CancellationTokenSource(timeout, timeProvider);
        }

        var timer = _pool.Get();
        timer.CancelAfter(timeout);
        return timer;
    }

    /// <summary>Ends a timer. Nobody may use its token any more.</summary>
    public void Stop(CancellationTokenSource timer)
    {
        if (_pool is not null && timer.TryReset())
        {
            _pool.Return(timer);
        }
        else
        {
            timer.Dispose();
        }
    }

    private sealed class Policy : PooledObjectPolicy<CancellationTokenSource>
    {
        public override CancellationTokenSource Create() => new();

        public override bool Return(CancellationTokenSource obj) => true;
    }
}
