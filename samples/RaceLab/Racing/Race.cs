using System.Diagnostics;

namespace RaceLab.Racing;

/// <summary>A race that is being run. Thread-safe.</summary>
/// <param name="hold">How long the slow request waits for the others at most.</param>
public sealed class Race(TimeSpan hold)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly List<RequestTrace> _traces = [];
    private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _othersLeft = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Milliseconds since the race began.</summary>
    public double Now => Stopwatch.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Ends when the slow request has read what it will hold on to.</summary>
    public Task WhenHolding => _holding.Task;

    /// <summary>The requests in the order of sending.</summary>
    public IReadOnlyList<RequestTrace> Traces
    {
        get
        {
            lock (_traces)
            {
                return [.. _traces];
            }
        }
    }

    /// <summary>Adds a request that is about to be sent.</summary>
    public RequestTrace Begin(int client, RaceAction action, string? article = null)
    {
        lock (_traces)
        {
            var trace = new RequestTrace(this, _traces.Count, client, action, article);
            _traces.Add(trace);
            return trace;
        }
    }

    /// <summary>Finds a request; null: there is none of this number.</summary>
    public RequestTrace? Find(int number)
    {
        lock (_traces)
        {
            return number >= 0 && number < _traces.Count ? _traces[number] : null;
        }
    }

    /// <summary>Lets the slow request go on: all others have left.</summary>
    public void Release() => _othersLeft.TrySetResult();

    /// <summary>Waits, as the slow request, until the others have left or the time to hold is over.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        _holding.TrySetResult();
        try
        {
            await _othersLeft.Task.WaitAsync(hold, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The others wait for this request, behind its lock.
        }
    }
}
