namespace RaceLab.Tests.Support;

/// <summary>Holds requests until as many as expected are there, so that they surely overlap.</summary>
internal sealed class Meeting(int expected)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    public int Arrived => Volatile.Read(ref _arrived);

    public Task ArriveAsync(CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _arrived) == expected)
        {
            _complete.SetResult();
        }

        return _complete.Task.WaitAsync(cancellation);
    }
}
