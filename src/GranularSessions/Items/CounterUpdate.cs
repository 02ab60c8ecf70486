namespace GranularSessions;

/// <summary>What a bounded counter operation did.</summary>
/// <param name="Applied">Whether the counter changed; when false, the bounds forbade it.</param>
/// <param name="Value">The counter's value after the operation: the new one when applied, else the unchanged one.</param>
public readonly record struct CounterUpdate(bool Applied, long Value);
