using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>The edits that remove some findings, collected against one snapshot and made together.</summary>
internal sealed class FixPlan
{
    private readonly HashSet<(SyntaxNode Node, string Change)> _claimed = [];

    public FixPlan(Solution solution)
    {
        Edits = new SolutionEdits(solution);
        Propagation = new AsyncPropagation(Edits);
    }

    public SolutionEdits Edits { get; }

    public AsyncPropagation Propagation { get; }

    /// <summary>Whether a change of a node is asked for the first time: two findings may need the same one.</summary>
    public bool Claim(SyntaxNode node, string change) => _claimed.Add((node, change));

    /// <returns>The solution with the edits made, or null where they cannot be, or would not compile.</returns>
    public async Task<Solution?> ApplyAsync(CancellationToken cancellationToken)
    {
        if (await Propagation.CompleteAsync(cancellationToken).ConfigureAwait(false) is not null)
        {
            return null;
        }

        Solution changed = await Edits.ApplyAsync(cancellationToken).ConfigureAwait(false);
        return changed != Edits.Original && await Compiles.WhyNotAsync(Edits.Original, changed, cancellationToken).ConfigureAwait(false) is null ? changed : null;
    }
}
