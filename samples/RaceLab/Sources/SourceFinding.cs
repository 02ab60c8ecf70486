namespace RaceLab.Sources;

/// <summary>What the analyzers say about a place in a file.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Level">As the log names it: error, warning or note.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="StartLine">Where it begins, from 1.</param>
/// <param name="EndLine">Where it ends.</param>
public sealed record SourceFinding(string Rule, string Level, string Message, int StartLine, int EndLine);
