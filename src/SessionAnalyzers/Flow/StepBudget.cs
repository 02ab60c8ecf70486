namespace SessionAnalyzers.Flow;

/// <summary>
/// Bounds the block transfers spent on one body, nested lambdas and local functions included, so that no source can make
/// an analysis slow. A body that exhausts its budget is left without findings.
/// </summary>
internal sealed class StepBudget(int steps)
{
    private int _left = steps;

    /// <summary>Whether a step was refused.</summary>
    public bool IsExhausted { get; private set; }

    public bool TrySpend()
    {
        if (_left == 0)
        {
            IsExhausted = true;
            return false;
        }

        _left--;
        return true;
    }
}
