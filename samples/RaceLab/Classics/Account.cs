namespace RaceLab.Classics;

/// <summary>Who is signed in, and how long without doing anything.</summary>
public sealed record Account(string User, bool IsAdministrator, TimeSpan IdleTimeout, TimeSpan AbsoluteTimeout);
