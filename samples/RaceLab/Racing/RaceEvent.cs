namespace RaceLab.Racing;

/// <summary>News of a race; one of them is set.</summary>
public sealed record RaceEvent
{
    public RaceProgress? Progress { get; init; }

    public RaceResult? Result { get; init; }

    /// <summary>Why there is no result.</summary>
    public string? Failure { get; init; }
}

/// <summary>How far a race is.</summary>
/// <param name="Done">How many requests have been answered.</param>
/// <param name="Total">How many will be.</param>
public sealed record RaceProgress(int Done, int Total);
