namespace RaceLab.Racing;

/// <summary>What one request of a race did and when, as measured on the server and on the client. Thread-safe.</summary>
public sealed class RequestTrace(Race race, int number, int client, RaceAction action, string? article)
{
    private static readonly AsyncLocal<RequestTrace?> Running = new();
    private readonly Lock _lock = new();
    private readonly List<TraceSpan> _spans = [];
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The trace of the request that is being handled; null outside races.</summary>
    public static RequestTrace? Current
    {
        get => Running.Value;
        set => Running.Value = value;
    }

    public Race Race => race;

    /// <summary>Its place in the order of sending, from 0.</summary>
    public int Number => number;

    /// <summary>Which client sent it, from 0; -1: the slow one.</summary>
    public int Client => client;

    public RaceAction Action => action;

    /// <summary>What it adds to the cart; null: it does something else.</summary>
    public string? Article => article;

    /// <summary>When the server began to handle it, in milliseconds since the race began.</summary>
    public double Arrived { get; private set; }

    /// <summary>When it had left the session middleware, commit included, in the same measure.</summary>
    public double Left { get; private set; }

    /// <summary>Ends when the request has left the session middleware, which may be after its response.</summary>
    public Task WhenLeft => _left.Task;

    /// <summary>How long the client waited for the response, in milliseconds.</summary>
    public double Latency { get; set; }

    /// <summary>The answer that the client got; null: the request failed.</summary>
    public ActionAnswer? Answer { get; set; }

    public IReadOnlyList<TraceSpan> Spans
    {
        get
        {
            lock (_lock)
            {
                return [.. _spans];
            }
        }
    }

    public void Arrive() => Arrived = race.Now;

    public void Leave()
    {
        Left = race.Now;
        _left.TrySetResult();
    }

    /// <summary>Measures until the result is disposed of.</summary>
    public IDisposable Measure(TraceStage stage) => new Measurement(this, stage, race.Now);

    private void Add(TraceSpan span)
    {
        lock (_lock)
        {
            _spans.Add(span);
        }
    }

    private sealed class Measurement(RequestTrace trace, TraceStage stage, double start) : IDisposable
    {
        public void Dispose() => trace.Add(new(stage, start, trace.Race.Now));
    }
}
