using RaceLab.Racing;

namespace RaceLab.Tests.Support;

/// <summary>A backend whose report is begun, and done when the test says so; everything else is there at once.</summary>
internal sealed class SlowReport : Backend
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WhenBegun => _begun.Task.WaitAsync(TestContext.Current.CancellationToken);

    public void Finish() => _done.TrySetResult();

    protected override Task AnswerAsync(RaceAction action, string? article, CancellationToken cancellationToken)
    {
        if (action != RaceAction.WriteReport)
        {
            return Task.CompletedTask;
        }

        _begun.TrySetResult();
        return _done.Task.WaitAsync(cancellationToken);
    }
}
