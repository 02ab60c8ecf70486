namespace SessionAnalyzers.Proofs.Harness;

/// <summary>
/// A point that requests pass freely until a race closes it. It stands for whatever takes time in a handler, a database call
/// for instance, and makes "meanwhile another request came" certain instead of likely.
/// </summary>
internal sealed class Gate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _closed;
    private TaskCompletionSource _nextArrival = NewCompletion();

    /// <summary>Called by a handler: waits while the gate is closed.</summary>
    public Task PassAsync()
    {
        lock (_lock)
        {
            if (_closed is null)
            {
                return Task.CompletedTask;
            }

            _nextArrival.TrySetResult();
            return _closed.Task;
        }
    }

    /// <summary>Completes when one more request waits at the gate.</summary>
    public Task NextArrivalAsync()
    {
        lock (_lock)
        {
            _nextArrival = NewCompletion();
            return _nextArrival.Task;
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _closed ??= NewCompletion();
        }
    }

    public void Open()
    {
        lock (_lock)
        {
            _closed?.SetResult();
            _closed = null;
        }
    }

    private static TaskCompletionSource NewCompletion() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
