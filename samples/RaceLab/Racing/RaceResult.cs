namespace RaceLab.Racing;

/// <summary>What a race came to.</summary>
/// <param name="Strategy">The strategy's id.</param>
/// <param name="Clients">How many clients raced.</param>
/// <param name="Tallies">What should be there, and what is.</param>
/// <param name="Requests">The requests, in the order of sending.</param>
/// <param name="Timing">How long it took; the slow request is not counted.</param>
public sealed record RaceResult(
    string Strategy, int Clients, IReadOnlyList<ActionTally> Tallies, IReadOnlyList<JudgedRequest> Requests, RaceTiming Timing)
{
    /// <summary>Accepted writes that are gone.</summary>
    public int Lost => Requests.Count(request => request.Fate == RequestFate.Lost);

    /// <summary>Things that may happen once and happened again.</summary>
    public int Repeated => Requests.Count(request => request.Fate == RequestFate.Repeated);

    public int Failed => Requests.Count(request => request.Fate == RequestFate.Failed);

    public bool IsRight => Failed == 0 && Tallies.All(tally => tally.IsRight);
}
