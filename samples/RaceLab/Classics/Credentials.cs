namespace RaceLab.Classics;

public sealed record Credentials(string? User, string? Password);
