namespace RaceLab;

/// <summary>The command line or the configuration asks for something that RaceLab cannot do.</summary>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class LabOptionsException(string message) : Exception(message);
