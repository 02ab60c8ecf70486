namespace RaceLab.Racing;

/// <summary>Asks for a race.</summary>
/// <param name="Strategy">The strategy's id.</param>
/// <param name="Clients">How many clients race.</param>
public sealed record RaceRequest(string Strategy, int Clients);
