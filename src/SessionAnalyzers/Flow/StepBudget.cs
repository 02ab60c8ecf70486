namespace SessionAnalyzers.Flow;

/// <summary>
/// Bounds the block transfers spent on one body, nested lambdas and local functions included, each weighed by the size of the
/// fact it works on, so that no source can make an analysis slow. A body that exhausts its budget is left without findings.
/// </summary>
internal sealed class StepBudget(int steps)
{
    private int _left = steps;

    /// <summary>Whether a step was refused.</summary>
    public bool IsExhausted { get; private set; }

    public bool TrySpend(int steps = 1)
    {
        if (_left < steps)
        {
            IsExhausted = true;
            return false;
        }

        _left -= steps;
        return true;
    }
}
