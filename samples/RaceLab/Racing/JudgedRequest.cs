namespace RaceLab.Racing;

/// <summary>A request and what became of it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Fate">What became of what it did.</param>
/// <param name="OverwrittenBy">The number of the request whose commit made a lost write disappear; null: none, or it is not known.</param>
public sealed record JudgedRequest(RequestRecord Request, RequestFate Fate, int? OverwrittenBy);
