using System.Collections.Immutable;

namespace SessionAnalyzers.Model;

/// <summary>Strands that the request waits for together.</summary>
/// <param name="Name">What runs them, as messages name it.</param>
/// <param name="Strands">The strands.</param>
internal sealed record ParallelCode(string Name, ImmutableArray<Strand> Strands);
