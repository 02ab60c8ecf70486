using GranularSessions.Sessions;
using GranularSessions.Tests.Support;

namespace GranularSessions.Tests.Unit;

public sealed class CallDeadlinesTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Share = Timeout / 100;

    private readonly ManualTimeProvider _clock = new();
    private readonly CallDeadlines _deadlines;

    public CallDeadlinesTests() => _deadlines = new CallDeadlines(Timeout, _clock);

    [Fact]
    public void A_call_is_cancelled_when_its_time_is_over()
    {
        var token = _deadlines.Next();

        _clock.Advance(Timeout - TimeSpan.FromTicks(1));
        Assert.False(token.IsCancellationRequested);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.True(token.IsCancellationRequested);
    }

    [Fact]
    public void Calls_that_begin_within_a_hundredth_of_the_time_end_together_and_none_too_late()
    {
        var first = _deadlines.Next();
        _clock.Advance(Share - TimeSpan.FromTicks(1));
        var last = _deadlines.Next();
        Assert.Equal(first, last);

        _clock.Advance(Timeout - Share + TimeSpan.FromTicks(1));

        Assert.True(last.IsCancellationRequested);
    }

    [Fact]
    public void A_later_call_has_its_own_time()
    {
        _deadlines.Next();
        _clock.Advance(Share);
        var later = _deadlines.Next();

        _clock.Advance(Timeout - TimeSpan.FromTicks(1));

        Assert.False(later.IsCancellationRequested);
    }

    [Fact]
    public void A_call_that_begins_after_the_last_ones_end_is_not_cancelled()
    {
        _deadlines.Next();
        _clock.Advance(Timeout * 2);

        Assert.False(_deadlines.Next().IsCancellationRequested);
    }
}
