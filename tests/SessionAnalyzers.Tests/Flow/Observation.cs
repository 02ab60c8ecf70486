namespace SessionAnalyzers.Tests.Flow;

/// <summary>What one run over a generated program sees.</summary>
/// <param name="BeforeStep">The states in which each step that is reached begins, by the step's number.</param>
/// <param name="Exit">The states in which the method returns.</param>
internal sealed record Observation(SortedDictionary<int, StateSet> BeforeStep, StateSet Exit)
{
    public bool IsWithin(Observation other) =>
        Exit.IsSubsetOf(other.Exit) && BeforeStep.All(step => step.Value.IsSubsetOf(other.BeforeStep.GetValueOrDefault(step.Key)));

    public override string ToString() =>
        string.Concat(BeforeStep.Select(step => $"step {step.Key}: {step.Value}\n")) + $"exit: {Exit}\n";
}
