namespace RaceLab.Stores;

/// <summary>The configured server does not answer, or refuses.</summary>
public sealed class StoreUnreachableException(string message, Exception inner) : Exception(message, inner);
