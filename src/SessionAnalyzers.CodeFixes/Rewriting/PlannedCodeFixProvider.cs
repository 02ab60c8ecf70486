using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Rewriting;

/// <summary>What the fixes have in common that change the place of a finding: one plan for one finding, or for all.</summary>
public abstract class PlannedCodeFixProvider : CodeFixProvider
{
    private readonly string _diagnosticId;

    private protected PlannedCodeFixProvider(string diagnosticId) => _diagnosticId = diagnosticId;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [_diagnosticId];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => PlannedFixAllProvider.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            // Only the change, made and compiled, tells whether it can be offered.
            if (await FixAsync(context.Document.Project.Solution, [(context.Document, diagnostic)], context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create(Title(diagnostic), _ => Task.FromResult(changed), EquivalenceKey(diagnostic)), diagnostic);
            }
        }
    }

    internal abstract string Title(Diagnostic diagnostic);

    internal string EquivalenceKey(Diagnostic diagnostic) => _diagnosticId + "." + Intent(diagnostic);

    /// <summary>Plans the change for one finding. What is in the way leaves the plan unusable.</summary>
    private protected abstract Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>What the action does, the same for all findings that Fix All fixes together.</summary>
    private protected abstract string Intent(Diagnostic diagnostic);

    internal async Task<bool> CanPlanAsync(Document document, Diagnostic finding, CancellationToken cancellationToken) =>
        await PlanAsync(new FixPlan(document.Project.Solution), document, finding, cancellationToken).ConfigureAwait(false) is null;

    /// <returns>The solution without the findings, or null where one of them cannot be fixed.</returns>
    internal async Task<Solution?> FixAsync(Solution solution, IEnumerable<(Document Document, Diagnostic Diagnostic)> findings, CancellationToken cancellationToken)
    {
        var plan = new FixPlan(solution);
        foreach ((Document document, Diagnostic diagnostic) in findings)
        {
            if (await PlanAsync(plan, document, diagnostic, cancellationToken).ConfigureAwait(false) is not null)
            {
                return null;
            }
        }

        return await plan.ApplyAsync(cancellationToken).ConfigureAwait(false);
    }
}
