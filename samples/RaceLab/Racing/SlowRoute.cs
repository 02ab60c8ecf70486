namespace RaceLab.Racing;

/// <summary>Marks endpoints that take long.</summary>
public sealed class SlowRoute;
