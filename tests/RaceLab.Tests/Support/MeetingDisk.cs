using RaceLab.Classics.Wrong;

namespace RaceLab.Tests.Support;

/// <summary>Ends no write before all writes that are expected have begun.</summary>
internal sealed class MeetingDisk(Meeting meeting) : SlowDisk
{
    public override Task WriteAsync(CancellationToken cancellation) => meeting.ArriveAsync(cancellation);
}
