namespace SessionAnalyzers.Model;

/// <summary>What is known of the ways to a point; the default is that of a point which none reaches uncovered.</summary>
/// <param name="Uncovered">A way to it comes by no cover.</param>
/// <param name="PassedUncovered">One of those comes through the place.</param>
internal readonly record struct CoveredPathsFact(bool Uncovered, bool PassedUncovered);
