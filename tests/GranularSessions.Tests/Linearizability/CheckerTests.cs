using GranularSessions.Conformance.Linearizability;

namespace GranularSessions.Tests.Linearizability;

/// <summary>Histories whose verdict is known, drawn from the left to the right: r is a read, w a write, ? an unknown outcome.</summary>
public sealed class CheckerTests
{
    private readonly List<RecordedCall<RegisterCall, RegisterAnswer>> _history = [];

    private bool IsLinearizable => LinearizabilityChecker.FindViolation(new RegisterModel(), _history) is null;

    private CheckerTests Write(int caller, long value, long invoked, long returned)
    {
        _history.Add(new(caller, new("x", RegisterAction.Write, value), invoked, returned, new(Applied: true, 0)));
        return this;
    }

    private CheckerTests LostWrite(int caller, long value, long invoked)
    {
        _history.Add(new(caller, new("x", RegisterAction.Write, value), invoked));
        return this;
    }

    private CheckerTests Read(int caller, long value, long invoked, long returned, string register = "x")
    {
        _history.Add(new(caller, new(register, RegisterAction.Read), invoked, returned, new(Applied: true, value)));
        return this;
    }

    private CheckerTests Swap(int caller, long expected, long value, long invoked, long returned, bool applied)
    {
        _history.Add(new(caller, new("x", RegisterAction.CompareAndSwap, value, expected), invoked, returned, new(applied, 0)));
        return this;
    }

    [Fact]
    public void Nothing_is_linearizable() => Assert.True(IsLinearizable);

    [Fact]
    public void A_read_after_a_write_sees_it()
    {
        Assert.True(Write(1, 5, 1, 2).Read(2, 5, 3, 4).IsLinearizable);
    }

    [Fact]
    public void A_read_after_a_write_that_does_not_see_it_is_stale()
    {
        Assert.False(Write(1, 5, 1, 2).Read(2, 0, 3, 4).IsLinearizable);
    }

    [Fact]
    public void A_read_during_a_write_may_see_it_or_not()
    {
        Assert.True(Write(1, 5, 1, 6).Read(2, 0, 2, 3).Read(3, 5, 4, 5).IsLinearizable);
    }

    [Fact]
    public void What_one_reader_has_seen_no_later_reader_misses()
    {
        Assert.False(Write(1, 5, 1, 6).Read(2, 5, 2, 3).Read(3, 0, 4, 5).IsLinearizable);
    }

    [Fact]
    public void Two_writes_at_once_have_one_order_for_all_readers()
    {
        Write(1, 5, 1, 4).Write(2, 6, 2, 3);
        Assert.False(Read(3, 5, 5, 6).Read(4, 6, 7, 8).IsLinearizable);
    }

    [Fact]
    public void Real_time_orders_calls_of_different_callers()
    {
        Assert.False(Write(1, 5, 1, 2).Write(2, 6, 3, 4).Read(3, 5, 5, 6).IsLinearizable);
    }

    [Fact]
    public void Of_two_compare_and_swaps_with_one_expectation_one_wins()
    {
        Write(1, 5, 1, 2);
        Assert.True(Swap(1, 5, 6, 3, 6, applied: true).Swap(2, 5, 7, 4, 5, applied: false).IsLinearizable);
    }

    [Fact]
    public void Of_two_compare_and_swaps_with_one_expectation_two_do_not_win()
    {
        Write(1, 5, 1, 2);
        Assert.False(Swap(1, 5, 6, 3, 6, applied: true).Swap(2, 5, 7, 4, 5, applied: true).IsLinearizable);
    }

    [Fact]
    public void An_unknown_write_may_never_take_effect()
    {
        Assert.True(Write(1, 5, 1, 2).LostWrite(2, 6, 3).Read(1, 5, 4, 5).Read(1, 5, 6, 7).IsLinearizable);
    }

    [Fact]
    public void An_unknown_write_may_take_effect_long_after_it_failed()
    {
        Assert.True(Write(1, 5, 1, 2).LostWrite(2, 6, 3).Read(1, 5, 4, 5).Read(1, 6, 6, 7).IsLinearizable);
    }

    [Fact]
    public void An_unknown_write_takes_effect_once()
    {
        Write(1, 5, 1, 2).LostWrite(2, 6, 3).Read(1, 6, 4, 5).Write(1, 7, 6, 7);
        Assert.False(Read(1, 6, 8, 9).IsLinearizable);
    }

    [Fact]
    public void An_unknown_write_takes_no_effect_before_it_was_made()
    {
        Assert.False(Write(1, 5, 1, 2).Read(1, 6, 3, 4).LostWrite(2, 6, 5).IsLinearizable);
    }

    [Fact]
    public void Objects_are_ordered_each_for_itself()
    {
        Assert.True(Write(1, 5, 1, 2).Read(2, 0, 3, 4, register: "y").IsLinearizable);
    }

    [Fact]
    public void A_violation_shows_the_calls()
    {
        Write(1, 5, 1, 2).Read(2, 7, 3, 4);

        var violation = LinearizabilityChecker.FindViolation(new RegisterModel(), _history);

        Assert.Contains("[1..2] 1: RegisterCall { Register = x, Action = Write, Value = 5", violation, StringComparison.Ordinal);
        Assert.Contains("[3..4] 2:", violation, StringComparison.Ordinal);
    }

    [Fact]
    public void An_outcome_that_the_object_may_choose_is_found_whichever_it_was()
    {
        static RecordedCall<int, int>[] Answered(params int[] answers)
            => [.. answers.Select((answer, index) => new RecordedCall<int, int>(1, 0, (2 * index) + 1, (2 * index) + 2, answer))];

        // A coin that, once it has shown 2, shows nothing but 2.
        Assert.Null(LinearizabilityChecker.FindViolation(new StickyCoin(), Answered(1, 1, 2, 2)));
        Assert.NotNull(LinearizabilityChecker.FindViolation(new StickyCoin(), Answered(1, 2, 1)));
    }

    [Fact]
    public void A_hundred_calls_at_once_with_lost_ones_among_them_are_decided()
    {
        for (var caller = 0; caller < 100; caller++)
        {
            if (caller % 10 == 0)
            {
                LostWrite(caller, 1_000 + caller, 1_000 + caller);
            }
            else
            {
                Write(caller, 1 + caller, 1_000 + caller, 10_000 + caller);
            }
        }

        Assert.True(Read(200, 1_050, 20_000, 20_001).Read(200, 1_010, 20_002, 20_003).IsLinearizable);
    }

    private sealed class StickyCoin : SequentialModel<int, int, int>
    {
        public override int Initial => 1;

        public override IReadOnlyList<(int Next, int Answer)> Apply(int state, int call) => state == 1 ? [(1, 1), (2, 2)] : [(2, 2)];
    }
}
