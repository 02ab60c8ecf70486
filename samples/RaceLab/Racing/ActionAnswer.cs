namespace RaceLab.Racing;

/// <summary>What the server told a client.</summary>
/// <param name="Accepted">Whether it did what was asked; false: it refused, as it should from the second order or vote on.</param>
/// <param name="Value">The count of visits that this request arrived at; null: it counted none.</param>
public sealed record ActionAnswer(bool Accepted, long? Value = null);
