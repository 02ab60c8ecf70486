using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Rewriting;

/// <summary>Fix All for <see cref="PlannedCodeFixProvider"/>: what single steps would change, in one plan.</summary>
internal sealed class PlannedFixAllProvider : FixAllProvider
{
    public static readonly PlannedFixAllProvider Instance = new();

    private PlannedFixAllProvider()
    {
    }

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var provider = (PlannedCodeFixProvider)fixAllContext.CodeFixProvider;
        CancellationToken cancellationToken = fixAllContext.CancellationToken;
        var findings = new List<(Document Document, Diagnostic Diagnostic, PlannedFix Fix)>();
        foreach ((Document document, Diagnostic diagnostic) in await FixAllFindings.OfAsync(fixAllContext).ConfigureAwait(false))
        {
            if (provider.FixFor(diagnostic, fixAllContext.CodeActionEquivalenceKey) is { } fix
                && await PlannedCodeFixProvider.CanPlanAsync(document, diagnostic, fix, cancellationToken).ConfigureAwait(false))
            {
                findings.Add((document, diagnostic, fix));
            }
        }

        if (findings.Count == 0)
        {
            return null;
        }

        Solution? changed = await PlannedCodeFixProvider.FixAsync(fixAllContext.Solution, findings, cancellationToken).ConfigureAwait(false);
        if (changed is null)
        {
            // One of them is what a single step would refuse only when it is made.
            var possible = new List<(Document Document, Diagnostic Diagnostic, PlannedFix Fix)>();
            foreach ((Document Document, Diagnostic Diagnostic, PlannedFix Fix) finding in findings)
            {
                if (await PlannedCodeFixProvider.FixAsync(fixAllContext.Solution, [finding], cancellationToken).ConfigureAwait(false) is not null)
                {
                    possible.Add(finding);
                }
            }

            changed = await PlannedCodeFixProvider.FixAsync(fixAllContext.Solution, possible, cancellationToken).ConfigureAwait(false);
        }

        return changed is null
            ? null
            : CodeAction.Create(findings[0].Fix.Title, _ => Task.FromResult(changed), fixAllContext.CodeActionEquivalenceKey);
    }
}
