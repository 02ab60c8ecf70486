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
        if (context.Document is SourceGeneratedDocument)
        {
            return;
        }

        // Asked again about an unchanged document, Roslyn hands a finding of the whole tree over once more each time.
        foreach (Diagnostic diagnostic in context.Diagnostics.Distinct())
        {
            foreach (PlannedFix fix in FixesFor(diagnostic))
            {
                // Only the change, made and compiled, tells whether it can be offered.
                if (await FixAsync(context.Document.Project.Solution, [(context.Document, diagnostic, fix)], context.CancellationToken).ConfigureAwait(false) is { } changed)
                {
                    context.RegisterCodeFix(CodeAction.Create(fix.Title, _ => Task.FromResult(changed), EquivalenceKey(fix)), diagnostic);
                }
            }
        }
    }

    internal abstract string Title(Diagnostic diagnostic);

    /// <summary>The ways to remove a finding, the safest first.</summary>
    private protected virtual IEnumerable<PlannedFix> FixesFor(Diagnostic diagnostic) => [new PlannedFix(Title(diagnostic), Intent(diagnostic), PlanAsync)];

    /// <summary>Plans the change for one finding. What is in the way leaves the plan unusable.</summary>
    private protected abstract Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken);

    /// <summary>What the action does, the same for all findings that Fix All fixes together.</summary>
    private protected abstract string Intent(Diagnostic diagnostic);

    /// <returns>The way with an equivalence key, or the first where none is asked for; null where the finding has no such way.</returns>
    internal PlannedFix? FixFor(Diagnostic diagnostic, string? equivalenceKey) =>
        FixesFor(diagnostic).FirstOrDefault(fix => equivalenceKey is null || equivalenceKey == EquivalenceKey(fix));

    internal static async Task<bool> CanPlanAsync(Document document, Diagnostic diagnostic, PlannedFix fix, CancellationToken cancellationToken) =>
        await PlanAsync(new FixPlan(document.Project.Solution), document, diagnostic, fix, cancellationToken).ConfigureAwait(false) is null;

    /// <returns>The solution without the findings, or null where one of them cannot be fixed.</returns>
    internal static async Task<Solution?> FixAsync(Solution solution, IEnumerable<(Document Document, Diagnostic Diagnostic, PlannedFix Fix)> findings, CancellationToken cancellationToken)
    {
        var plan = new FixPlan(solution);
        foreach ((Document document, Diagnostic diagnostic, PlannedFix fix) in findings)
        {
            if (await PlanAsync(plan, document, diagnostic, fix, cancellationToken).ConfigureAwait(false) is not null)
            {
                return null;
            }
        }

        return await plan.ApplyAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, PlannedFix fix, CancellationToken cancellationToken) =>
        await Finding.OfAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is { } finding
            ? await fix.PlanAsync(plan, finding, cancellationToken).ConfigureAwait(false)
            : Blocker.OfAnotherSource;

    private string EquivalenceKey(PlannedFix fix) => _diagnosticId + "." + fix.Intent;
}
