namespace RaceLab.Strategies;

/// <summary>What a visitor's state holds.</summary>
/// <param name="Cart">The articles in the cart.</param>
/// <param name="Visits">How many visits were counted.</param>
/// <param name="HasReport">Whether it is noted that the report is ready.</param>
public sealed record StoredState(IReadOnlyCollection<string> Cart, long Visits, bool HasReport);
