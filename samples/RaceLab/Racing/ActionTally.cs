namespace RaceLab.Racing;

/// <summary>What should be there after a race, and what is.</summary>
/// <param name="Action">What was done.</param>
/// <param name="Expected">What a client may expect after the answers that were given.</param>
/// <param name="Actual">What is in the store, or, where something may happen once, how often it happened.</param>
public sealed record ActionTally(RaceAction Action, long Expected, long Actual)
{
    public bool IsRight => Expected == Actual;
}
