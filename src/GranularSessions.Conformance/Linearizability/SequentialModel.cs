namespace GranularSessions.Conformance.Linearizability;

/// <summary>What an object does when it is called by one caller at a time. Stateless.</summary>
/// <typeparam name="TState">The object's state; compared by value, immutable.</typeparam>
/// <typeparam name="TCall">What is asked of it.</typeparam>
/// <typeparam name="TAnswer">What it answers; compared by value.</typeparam>
public abstract class SequentialModel<TState, TCall, TAnswer>
    where TState : notnull, IEquatable<TState>
    where TCall : notnull
    where TAnswer : notnull
{
    /// <summary>The state before any call.</summary>
    public abstract TState Initial { get; }

    /// <summary>What a call may do: one outcome, or several where the object has a choice.</summary>
    /// <param name="state">The state before the call.</param>
    /// <param name="call">The call.</param>
    public abstract IReadOnlyList<(TState Next, TAnswer Answer)> Apply(TState state, TCall call);

    /// <summary>The object that is called. Calls of different objects do not affect each other, so that each is checked alone.</summary>
    /// <param name="call">The call.</param>
    public virtual string ObjectOf(TCall call) => "";
}
