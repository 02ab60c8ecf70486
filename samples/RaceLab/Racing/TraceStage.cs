namespace RaceLab.Racing;

/// <summary>What a request was doing for a while.</summary>
public enum TraceStage
{
    /// <summary>Reading from the store.</summary>
    Load,

    /// <summary>Waiting for something else.</summary>
    Await,

    /// <summary>Writing to the store.</summary>
    Commit,
}
