using RaceLab.Classics.Wrong;

namespace RaceLab.Tests.Support;

/// <summary>Takes so long that parallel visits of a browser surely overlap.</summary>
internal sealed class SlowerDisk : SlowDisk
{
    public override Task WriteAsync(CancellationToken cancellation) => Task.Delay(TimeSpan.FromMilliseconds(200), cancellation);
}
