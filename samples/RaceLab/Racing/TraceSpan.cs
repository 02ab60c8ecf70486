namespace RaceLab.Racing;

/// <summary>A measured while of a request.</summary>
/// <param name="Stage">What it was doing.</param>
/// <param name="Start">When it began, in milliseconds since the race began.</param>
/// <param name="End">When it ended, in the same measure.</param>
public readonly record struct TraceSpan(TraceStage Stage, double Start, double End);
