namespace RaceLab.Racing;

/// <summary>What became of what a request did.</summary>
public enum RequestFate
{
    /// <summary>It was accepted, and what it did is there.</summary>
    Kept,

    /// <summary>It was accepted, and what it did is gone.</summary>
    Lost,

    /// <summary>It was accepted, although the same had been accepted before and may happen once only.</summary>
    Repeated,

    /// <summary>It was refused, because the same had been accepted before.</summary>
    Refused,

    /// <summary>It failed, and its client knows.</summary>
    Failed,
}
