namespace RaceLab.Racing;

/// <summary>A finished request of a race. Times in milliseconds since the race began. Immutable.</summary>
public sealed record RequestRecord(int Number, int Client, RaceAction Action, IReadOnlyList<TraceSpan> Spans)
{
    /// <summary>The client of the slow request.</summary>
    public const int SlowClient = -1;

    /// <summary>The client that tries token and vote once more when all others are through.</summary>
    public const int LateClient = -2;

    /// <summary>What it adds to the cart; null: it does something else.</summary>
    public string? Article { get; init; }

    public double Arrived { get; init; }

    public double Left { get; init; }

    /// <summary>How long the client waited for the response, in milliseconds.</summary>
    public double Latency { get; init; }

    /// <summary>The answer that the client got; null: the request failed.</summary>
    public ActionAnswer? Answer { get; init; }

    public bool IsAccepted => Answer is { Accepted: true };

    /// <summary>When it had read what it worked on.</summary>
    public double LoadedAt => Spans.Where(span => span.Stage == TraceStage.Load).Select(span => span.Start).DefaultIfEmpty(CommittedAt).Min();

    /// <summary>When its last write had been made.</summary>
    public double CommittedAt => Spans.Where(span => span.Stage == TraceStage.Commit).Select(span => span.End).DefaultIfEmpty(Left).Max();

    public static RequestRecord Of(RequestTrace trace) => new(trace.Number, trace.Client, trace.Action, trace.Spans)
    {
        Article = trace.Article,
        Arrived = trace.Arrived,
        Left = trace.Left,
        Latency = trace.Latency,
        Answer = trace.Answer,
    };
}
