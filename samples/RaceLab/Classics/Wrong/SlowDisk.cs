namespace RaceLab.Classics.Wrong;

/// <summary>What a handler waits for between reading its session and writing it.</summary>
public class SlowDisk
{
    private static readonly TimeSpan WritingTakes = TimeSpan.FromMilliseconds(15);

    public virtual Task WriteAsync(CancellationToken cancellation) => Task.Delay(WritingTakes, cancellation);
}
