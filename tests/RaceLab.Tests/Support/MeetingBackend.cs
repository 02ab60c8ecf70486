using RaceLab.Racing;

namespace RaceLab.Tests.Support;

/// <summary>Answers one kind of question only when as many as expected have been asked, and all others at once.</summary>
internal sealed class MeetingBackend(RaceAction action, Meeting meeting) : Backend
{
    protected override Task AnswerAsync(RaceAction asked, string? article, CancellationToken cancellationToken)
        => asked == action ? meeting.ArriveAsync(cancellationToken) : Task.CompletedTask;
}
