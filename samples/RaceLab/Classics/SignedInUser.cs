namespace RaceLab.Classics;

/// <summary>Who is signed in; null: nobody.</summary>
public sealed record SignedInUser(string? User);
