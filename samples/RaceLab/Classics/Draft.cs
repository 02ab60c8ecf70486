namespace RaceLab.Classics;

public sealed record Draft(string? Text);
