using System.Collections.Concurrent;

namespace GranularSessions.Conformance.Linearizability;

/// <summary>Writes down the calls that concurrent callers make. Thread-safe.</summary>
/// <typeparam name="TCall">What is asked.</typeparam>
/// <typeparam name="TAnswer">What is answered.</typeparam>
public sealed class HistoryRecorder<TCall, TAnswer>
    where TCall : notnull
    where TAnswer : notnull
{
    private readonly ConcurrentQueue<RecordedCall<TCall, TAnswer>> _calls = new();
    private long _time;

    /// <summary>The calls that have ended, in no order.</summary>
    public IReadOnlyCollection<RecordedCall<TCall, TAnswer>> History => [.. _calls];

    /// <summary>
    /// Makes a call and records it: with its answer; as one of unknown outcome after
    /// <see cref="SessionOutcomeUnknownException"/>; not at all after <see cref="SessionUnavailableException"/> and
    /// <see cref="OperationCanceledException"/>, which say that it had no effect. Other exceptions are thrown on.
    /// </summary>
    /// <param name="caller">Who calls; a caller makes one call at a time.</param>
    /// <param name="call">What is asked.</param>
    /// <param name="send">Asks it.</param>
    /// <returns>Whether there was an answer, and which.</returns>
    public async Task<(bool Answered, TAnswer? Answer)> CallAsync(int caller, TCall call, Func<Task<TAnswer>> send)
    {
        ArgumentNullException.ThrowIfNull(send);
        var invoked = Interlocked.Increment(ref _time);
        TAnswer answer;
        try
        {
            answer = await send().ConfigureAwait(false);
        }
        catch (SessionOutcomeUnknownException)
        {
            _calls.Enqueue(new(caller, call, invoked));
            return (false, default);
        }
        catch (Exception exception) when (exception is SessionUnavailableException or OperationCanceledException)
        {
            return (false, default);
        }

        _calls.Enqueue(new(caller, call, invoked, Interlocked.Increment(ref _time), answer));
        return (true, answer);
    }
}
