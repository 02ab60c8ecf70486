namespace GranularSessions.Conformance.Linearizability;

internal enum CounterAction
{
    Add,
    AddOnce,
    Exchange,
    Read,
    Remove,
}

/// <param name="Key">The counter.</param>
/// <param name="Action">What to do.</param>
/// <param name="Number">What to add, or the new value; of <see cref="CounterAction.AddOnce"/> the operation, 0 or 1, which adds 10 or 11.</param>
/// <param name="Max">The largest sum.</param>
internal sealed record CounterCall(string Key, CounterAction Action, long Number = 0, long Max = long.MaxValue);

/// <param name="Applied">Whether it was applied.</param>
/// <param name="Value">The sum; of an exchange the value before; null when absent.</param>
internal sealed record CounterAnswer(bool Applied, long? Value);

internal readonly record struct CounterState(long? Value, CounterAnswer? FirstOperation, CounterAnswer? SecondOperation);

/// <summary>Counters, with bounds and with operation ids.</summary>
internal sealed class CounterModel : SequentialModel<CounterState, CounterCall, CounterAnswer>
{
    public const long FirstOperationAdds = 10;

    public override CounterState Initial => default;

    public override string ObjectOf(CounterCall call) => call.Key;

    public override IReadOnlyList<(CounterState Next, CounterAnswer Answer)> Apply(CounterState state, CounterCall call)
    {
        var sum = (state.Value ?? 0) + call.Number;
        return [call.Action switch
        {
            CounterAction.Add when sum > call.Max => (state, new(Applied: false, state.Value ?? 0)),
            CounterAction.Add => (state with { Value = sum }, new(Applied: true, sum)),
            CounterAction.AddOnce => AddOnce(state, call.Number),
            CounterAction.Exchange => (state with { Value = call.Number }, new(Applied: true, state.Value)),
            CounterAction.Read => (state, new(Applied: true, state.Value)),
            _ => (state with { Value = null }, new(state.Value is not null, Value: null)),
        }];
    }

    private static (CounterState Next, CounterAnswer Answer) AddOnce(CounterState state, long operation)
    {
        if ((operation == 0 ? state.FirstOperation : state.SecondOperation) is { } recorded)
        {
            return (state, recorded);
        }

        var sum = (state.Value ?? 0) + FirstOperationAdds + operation;
        var answer = new CounterAnswer(Applied: true, sum);
        var next = state with { Value = sum };
        return (operation == 0 ? next with { FirstOperation = answer } : next with { SecondOperation = answer }, answer);
    }
}
