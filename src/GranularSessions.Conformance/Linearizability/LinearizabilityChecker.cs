using System.Text;

namespace GranularSessions.Conformance.Linearizability;

/// <summary>
/// Decides whether a history is linearizable: whether each call can be given one moment between its invocation and its
/// answer so that the calls, made one after the other at those moments, would have been answered as they were. Calls of
/// unknown outcome may be given a moment after their invocation, or none.
/// </summary>
/// <remarks>
/// Wing and Gong's search with Lowe's memoisation, one object at a time: Gavin Lowe, "Testing for linearizability",
/// Concurrency and Computation: Practice and Experience 29(4), 2017.
/// </remarks>
public static class LinearizabilityChecker
{
    private const int MaxSteps = 20_000_000;

    /// <summary>Looks for an object whose calls cannot be put in order.</summary>
    /// <typeparam name="TState">The model's state.</typeparam>
    /// <typeparam name="TCall">What was asked.</typeparam>
    /// <typeparam name="TAnswer">What was answered.</typeparam>
    /// <param name="model">What the objects should do.</param>
    /// <param name="history">What they did.</param>
    /// <returns>The calls of an object that cannot be put in order, as text; null when there is none.</returns>
    /// <exception cref="InvalidOperationException">The search takes too long: the history has too many calls at the same time.</exception>
    public static string? FindViolation<TState, TCall, TAnswer>(
        SequentialModel<TState, TCall, TAnswer> model, IEnumerable<RecordedCall<TCall, TAnswer>> history)
        where TState : notnull, IEquatable<TState>
        where TCall : notnull
        where TAnswer : notnull
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(history);
        foreach (var calls in history.GroupBy(call => model.ObjectOf(call.Call), StringComparer.Ordinal))
        {
            var search = new Search<TState, TCall, TAnswer>(model, [.. calls.OrderBy(call => call.Invoked)]);
            if (!search.Succeeds())
            {
                return search.Explain(calls.Key);
            }
        }

        return null;
    }

    private sealed class Search<TState, TCall, TAnswer>
        where TState : notnull, IEquatable<TState>
        where TCall : notnull
        where TAnswer : notnull
    {
        private readonly SequentialModel<TState, TCall, TAnswer> _model;
        private readonly RecordedCall<TCall, TAnswer>[] _calls;
        private readonly Event _first = new(call: -1, time: -1, isInvocation: true);
        private readonly Event _firstUnknown = new(call: -1, time: -1, isInvocation: true);
        private readonly ulong[] _ordered;
        private readonly Stack<Choice> _choices = new();
        private readonly HashSet<(OrderedCalls Calls, TState State)> _tried = [];
        private int _unorderedAnswers;
        private int[] _longestOrder = [];

        public Search(SequentialModel<TState, TCall, TAnswer> model, RecordedCall<TCall, TAnswer>[] calls)
        {
            _model = model;
            _calls = calls;
            _ordered = new ulong[(calls.Length + 63) / 64];
            _unorderedAnswers = calls.Count(call => call.HasAnswer);
            LinkEvents();
        }

        public bool Succeeds()
        {
            var state = _model.Initial;
            var candidate = _first.Next;
            var outcome = 0;
            for (var step = 0; step < MaxSteps && _unorderedAnswers > 0; step++)
            {
                if (candidate is { IsInvocation: false })
                {
                    // The calls answered before this are dealt with; those of unknown outcome come last, since they need not come at all.
                    candidate = FirstUnknownBefore(candidate);
                }
                else if (candidate is not null && TryOrderNext(candidate, outcome, ref state))
                {
                    candidate = _first.Next;
                }
                else if (candidate is not null)
                {
                    candidate = _calls[candidate.Call].HasAnswer ? candidate.Next : NextUnknown(candidate);
                }
                else if (_choices.TryPop(out var choice))
                {
                    // The call whose answer comes first could not be next: an earlier choice was wrong.
                    Undo(choice);
                    state = choice.StateBefore;
                    candidate = choice.Invocation;
                    outcome = choice.Outcome + 1;
                    continue;
                }
                else
                {
                    return false;
                }

                outcome = 0;
            }

            if (_unorderedAnswers == 0)
            {
                return true;
            }

            throw new InvalidOperationException($"The history of {_calls.Length} calls could not be decided in {MaxSteps} steps.");
        }

        public string Explain(string calledObject)
        {
            var text = new StringBuilder();
            text.AppendLine($"Not linearizable{(calledObject.Length == 0 ? "" : $" ({calledObject})")}. All calls:");
            foreach (var call in _calls)
            {
                text.AppendLine($"  {call}");
            }

            text.AppendLine("The longest order found:");
            foreach (var index in _longestOrder)
            {
                text.AppendLine($"  {_calls[index]}");
            }

            return text.ToString();
        }

        private Event? FirstUnknownBefore(Event answer) => _firstUnknown.Next is { } unknown && unknown.Time < answer.Time ? unknown : null;

        private Event? NextUnknown(Event unknown)
        {
            var answer = _first.Next;
            while (answer!.IsInvocation)
            {
                answer = answer.Next;
            }

            return unknown.Next is { } next && next.Time < answer.Time ? next : null;
        }

        private bool TryOrderNext(Event invocation, int firstOutcome, ref TState state)
        {
            var call = _calls[invocation.Call];
            var outcomes = _model.Apply(state, call.Call);
            for (var outcome = firstOutcome; outcome < outcomes.Count; outcome++)
            {
                var (next, answer) = outcomes[outcome];
                if (call.HasAnswer && !answer.Equals(call.Answer))
                {
                    continue;
                }

                Mark(invocation.Call);
                if (!_tried.Add((new OrderedCalls([.. _ordered]), next)))
                {
                    Unmark(invocation.Call);
                    continue;
                }

                _choices.Push(new Choice(invocation, outcome, state));
                _unorderedAnswers -= call.HasAnswer ? 1 : 0;
                invocation.Unlink();
                invocation.Answer?.Unlink();
                state = next;
                if (_choices.Count > _longestOrder.Length)
                {
                    _longestOrder = [.. _choices.Reverse().Select(choice => choice.Invocation.Call)];
                }

                return true;
            }

            return false;
        }

        private void Undo(Choice choice)
        {
            var invocation = choice.Invocation;
            invocation.Answer?.Relink();
            invocation.Relink();
            _unorderedAnswers += _calls[invocation.Call].HasAnswer ? 1 : 0;
            Unmark(invocation.Call);
        }

        private void Mark(int call) => _ordered[call / 64] |= 1UL << (call % 64);

        private void Unmark(int call) => _ordered[call / 64] &= ~(1UL << (call % 64));

        private void LinkEvents()
        {
            var answered = new List<Event>();
            var unknown = new List<Event>();
            for (var index = 0; index < _calls.Length; index++)
            {
                var call = _calls[index];
                if (call.HasAnswer)
                {
                    var answer = new Event(index, call.Returned, isInvocation: false);
                    answered.Add(answer);
                    answered.Add(new Event(index, call.Invoked, isInvocation: true) { Answer = answer });
                }
                else
                {
                    unknown.Add(new Event(index, call.Invoked, isInvocation: true));
                }
            }

            Link(_first, answered);
            Link(_firstUnknown, unknown);
        }

        private static void Link(Event first, List<Event> events)
        {
            var last = first;
            foreach (var next in events.OrderBy(item => item.Time))
            {
                last.Next = next;
                next.Previous = last;
                last = next;
            }
        }

        private readonly record struct Choice(Event Invocation, int Outcome, TState StateBefore);
    }

    /// <summary>An invocation or an answer in a list of those that are not yet put in order.</summary>
    private sealed class Event(int call, long time, bool isInvocation)
    {
        public int Call { get; } = call;

        public long Time { get; } = time;

        public bool IsInvocation { get; } = isInvocation;

        public Event? Answer { get; init; }

        public Event? Previous { get; set; }

        public Event? Next { get; set; }

        public void Unlink()
        {
            Previous!.Next = Next;
            if (Next is not null)
            {
                Next.Previous = Previous;
            }
        }

        // The links that this event kept are right again when events are relinked in the reverse order.
        public void Relink()
        {
            Previous!.Next = this;
            if (Next is not null)
            {
                Next.Previous = this;
            }
        }
    }

    private readonly struct OrderedCalls(ulong[] bits) : IEquatable<OrderedCalls>
    {
        private readonly ulong[] _bits = bits;

        public bool Equals(OrderedCalls other) => _bits.AsSpan().SequenceEqual(other._bits);

        public override bool Equals(object? obj) => obj is OrderedCalls other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var word in _bits)
            {
                hash.Add(word);
            }

            return hash.ToHashCode();
        }
    }
}
