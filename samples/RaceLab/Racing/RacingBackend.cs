namespace RaceLab.Racing;

/// <summary>Takes a while, as backends do, and records it in the running request.</summary>
internal sealed class RacingBackend : Backend
{
    private static readonly TimeSpan Answer = TimeSpan.FromMilliseconds(3);

    protected override async Task AnswerAsync(RaceAction action, string? article, CancellationToken cancellationToken)
    {
        RequestTrace? trace = RequestTrace.Current;
        using (trace?.Measure(TraceStage.Await))
        {
            await (trace is not null && action == RaceAction.WriteReport ? trace.Race.HoldAsync(cancellationToken) : Task.Delay(Answer, cancellationToken));
        }
    }
}
