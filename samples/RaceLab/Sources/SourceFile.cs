namespace RaceLab.Sources;

/// <summary>A source file, as it was compiled into this app.</summary>
/// <param name="File">Its name.</param>
/// <param name="Text">Its text.</param>
/// <param name="Findings">What the analyzers say about it, from top to bottom.</param>
public sealed record SourceFile(string File, string Text, IReadOnlyList<SourceFinding> Findings);
