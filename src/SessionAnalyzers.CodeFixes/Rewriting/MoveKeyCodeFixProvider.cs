using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Rewriting;

/// <summary>What the fixes of all rules about one key have in common: they move the key, whichever finding asks.</summary>
public abstract class MoveKeyCodeFixProvider : CodeFixProvider
{
    private readonly string _diagnosticId;

    private protected MoveKeyCodeFixProvider(string diagnosticId) => _diagnosticId = diagnosticId;

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds => [_diagnosticId];

    internal string EquivalenceKey => _diagnosticId + ".MoveKey";

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => MoveKeyFixAllProvider.Instance;

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
            if (await FoundKey.OfAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } key)
            {
                continue;
            }

            // Only the whole move, made and compiled, tells whether it can be offered.
            Solution? moved = await KeyMoves.MoveAsync(context.Document.Project, key, context.CancellationToken).ConfigureAwait(false);
            if (moved is not null)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Move session key '{key}' to a granular item", _ => Task.FromResult(moved), EquivalenceKey),
                    diagnostic);
            }
        }
    }
}
