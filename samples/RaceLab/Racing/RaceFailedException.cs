namespace RaceLab.Racing;

/// <summary>A race could not be run.</summary>
public sealed class RaceFailedException(string message) : Exception(message);
