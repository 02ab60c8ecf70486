namespace GranularSessions.Storage.InMemory;

internal static class Deadline
{
    /// <summary>The moment a span after now; the end of time where that lies beyond it.</summary>
    public static DateTimeOffset After(DateTimeOffset now, TimeSpan span)
        => span < DateTimeOffset.MaxValue - now ? now + span : DateTimeOffset.MaxValue;

    public static DateTimeOffset? After(DateTimeOffset now, TimeSpan? span) => span is { } given ? After(now, given) : null;
}
