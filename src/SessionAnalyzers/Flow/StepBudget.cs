namespace SessionAnalyzers.Flow;

/// <summary>
/// Bounds the block transfers spent on one body, nested lambdas and local functions included, so that no source can make
/// an analysis slow. A body that exhausts its budget is left without findings.
/// </summary>
internal sealed class StepBudget(int steps)
{
    private int _left = steps;

    public bool IsExhausted => _left <= 0;

    public bool TrySpend() => --_left > 0;
}
