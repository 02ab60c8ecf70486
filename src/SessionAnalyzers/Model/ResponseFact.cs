namespace SessionAnalyzers.Model;

/// <summary>What is known of the response at one point of a function. Immutable.</summary>
/// <param name="Start">The first code, in source order, that may have started it; null where it has not started.</param>
/// <param name="HasSession">Whether the request certainly has a session: it wrote to it before, or found a value in it.</param>
/// <param name="IsReachable">Whether the point is reached.</param>
internal sealed record ResponseFact(ResponseStart? Start, bool HasSession, bool IsReachable)
{
    /// <summary>The fact of code that is never reached.</summary>
    public static readonly ResponseFact Unreachable = new(Start: null, HasSession: true, IsReachable: false);

    /// <summary>The fact at the start of a function that runs before the response.</summary>
    public static readonly ResponseFact Entry = new(Start: null, HasSession: false, IsReachable: true);
}
