using GranularSessions.Conformance.Linearizability;

namespace GranularSessions.Tests.Linearizability;

public sealed class ListModelTests
{
    private readonly List<RecordedCall<ListCall, ListAnswer>> _history = [];

    private bool IsLinearizable => LinearizabilityChecker.FindViolation(new ListModel(), _history) is null;

    private ListModelTests Call(ListCall call, ListAnswer answer, int invoked, int returned, int caller = 1)
    {
        _history.Add(new(caller, call, invoked, returned, answer));
        return this;
    }

    private ListModelTests Append(char element, int length, int invoked, int returned)
        => Call(new("list", ListAction.Append, element), new(length), invoked, returned);

    private ListModelTests LostAppend(char element, int invoked)
    {
        _history.Add(new(2, new("list", ListAction.Append, element), invoked));
        return this;
    }

    private ListModelTests Read(string elements, int invoked, int returned)
        => Call(new("list", ListAction.Read), new(elements.Length, elements), invoked, returned);

    [Fact]
    public void Appends_at_once_may_come_in_either_order()
    {
        Assert.True(Append('a', 2, 1, 3).Append('b', 1, 2, 4).Read("ba", 5, 6).IsLinearizable);
    }

    [Fact]
    public void An_order_against_that_of_the_appends_is_refused()
    {
        Assert.False(Append('a', 1, 1, 2).Append('b', 2, 3, 4).Read("ba", 5, 6).IsLinearizable);
    }

    [Fact]
    public void Two_orders_of_the_same_appends_are_refused()
    {
        // Of appends without an answer nothing is known but that there is one order of them.
        Assert.False(LostAppend('a', 1).LostAppend('b', 2).Read("ab", 3, 4).Read("ba", 5, 6).IsLinearizable);
    }

    [Fact]
    public void A_lost_append_is_refused()
    {
        Assert.False(Append('a', 1, 1, 3).Append('b', 1, 2, 4).Read("b", 5, 6).IsLinearizable);
    }

    [Fact]
    public void A_doubled_append_is_refused()
    {
        Assert.False(Append('a', 1, 1, 2).Read("aa", 3, 4).IsLinearizable);
    }

    [Fact]
    public void An_append_of_unknown_outcome_may_have_happened_or_not()
    {
        Assert.True(LostAppend('a', 1).Read("", 2, 3).Append('b', 2, 4, 5).Read("ab", 6, 7).IsLinearizable);
    }

    [Fact]
    public void An_append_of_unknown_outcome_happens_once()
    {
        Assert.False(LostAppend('a', 1).Read("aa", 2, 3).IsLinearizable);
    }

    [Fact]
    public void An_append_with_an_operation_id_is_answered_alike_and_happens_once()
    {
        Call(new("list", ListAction.AppendOnce, 'a'), new(1), 1, 2).Call(new("list", ListAction.AppendOnce, 'a'), new(1), 3, 4);

        Assert.True(Read("a", 5, 6).IsLinearizable);
        Assert.False(Read("aa", 7, 8).IsLinearizable);
    }

    [Fact]
    public void Appending_beyond_the_maximum_drops_the_first()
    {
        Append('a', 1, 1, 2).Append('b', 2, 3, 4);

        Assert.True(Call(new("list", ListAction.Append, 'c', MaxLength: 2), new(2), 5, 6).Read("bc", 7, 8).IsLinearizable);
        Assert.False(Read("ab", 9, 10).IsLinearizable);
    }

    [Fact]
    public void Prepending_beyond_the_maximum_drops_the_last()
    {
        Append('a', 1, 1, 2).Append('b', 2, 3, 4);

        Assert.True(Call(new("list", ListAction.Prepend, 'c', MaxLength: 2), new(2), 5, 6).Read("ca", 7, 8).IsLinearizable);
        Assert.False(Read("bc", 9, 10).IsLinearizable);
    }

    [Fact]
    public void What_is_moved_to_the_front_is_nowhere_else()
    {
        Append('a', 1, 1, 2).Append('b', 2, 3, 4).Append('a', 3, 5, 6);

        Assert.True(Call(new("list", ListAction.MoveToFront, 'a'), new(2), 7, 8).Read("ab", 9, 10).IsLinearizable);
        Assert.False(Read("aba", 11, 12).IsLinearizable);
    }

    [Fact]
    public void One_of_two_callers_adds_an_absent_element()
    {
        var call = new ListCall("list", ListAction.AppendIfAbsent, 'a');

        Assert.True(Call(call, new(1), 1, 3).Call(call, new(0), 2, 4, caller: 2).IsLinearizable);
        Assert.False(Call(call, new(1), 5, 6).IsLinearizable);
    }

    [Fact]
    public void One_occurrence_is_removed_once()
    {
        var call = new ListCall("list", ListAction.Remove, 'a');

        Assert.True(Append('a', 1, 1, 2).Call(call, new(1), 3, 5).Call(call, new(0), 4, 6, caller: 2).IsLinearizable);
        Assert.False(Call(call, new(1), 7, 8).IsLinearizable);
    }
}
