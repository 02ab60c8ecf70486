namespace GranularSessions.Conformance.Linearizability;

/// <summary>A call as it happened.</summary>
/// <typeparam name="TCall">What was asked.</typeparam>
/// <typeparam name="TAnswer">What was answered.</typeparam>
public sealed class RecordedCall<TCall, TAnswer>
    where TCall : notnull
    where TAnswer : notnull
{
    /// <summary>Creates the record of a call that was answered.</summary>
    /// <param name="caller">Who called.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="invoked">When, on a clock that all calls of the history share and that never shows the same time twice.</param>
    /// <param name="returned">When the answer came, on the same clock.</param>
    /// <param name="answer">The answer.</param>
    public RecordedCall(int caller, TCall call, long invoked, long returned, TAnswer answer)
        : this(caller, call, invoked)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(returned, invoked);
        Returned = returned;
        Answer = answer;
        HasAnswer = true;
    }

    /// <summary>Creates the record of a call of unknown outcome: it may take effect at any time after its invocation, or never.</summary>
    /// <param name="caller">Who called.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="invoked">When.</param>
    public RecordedCall(int caller, TCall call, long invoked)
    {
        Caller = caller;
        Call = call;
        Invoked = invoked;
    }

    /// <summary>Who called.</summary>
    public int Caller { get; }

    /// <summary>What was asked.</summary>
    public TCall Call { get; }

    /// <summary>When it was asked.</summary>
    public long Invoked { get; }

    /// <summary>When the answer came; the end of time without one.</summary>
    public long Returned { get; } = long.MaxValue;

    /// <summary>Whether an answer came.</summary>
    public bool HasAnswer { get; }

    /// <summary>The answer; says nothing without one.</summary>
    public TAnswer? Answer { get; }

    /// <summary>The call in a line.</summary>
    public override string ToString()
        => HasAnswer ? $"[{Invoked}..{Returned}] {Caller}: {Call} -> {Answer}" : $"[{Invoked}..] {Caller}: {Call} -> unknown";
}
