namespace RaceLab.Classics;

public sealed record Pill(string? Name);
