using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// The last check of an action: the documents that it changes compile as they did before, and keep their directives and
/// the code of other builds, which nothing else would miss.
/// </summary>
internal static class Compiles
{
    public static async Task<Blocker?> WhyNotAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        foreach (ProjectChanges project in after.GetChanges(before).GetProjectChanges())
        {
            foreach (DocumentId id in project.GetChangedDocuments())
            {
                if (!await KeepsDirectivesAsync(before.GetDocument(id)!, after.GetDocument(id)!, cancellationToken).ConfigureAwait(false))
                {
                    return new Blocker("a directive, or code of another build, would be lost");
                }

                Dictionary<string, int> old = (await ErrorsAsync(before.GetDocument(id)!, cancellationToken).ConfigureAwait(false))
                    .GroupBy(static d => d.Id)
                    .ToDictionary(static g => g.Key, static g => g.Count());
                foreach (IGrouping<string, Diagnostic> group in (await ErrorsAsync(after.GetDocument(id)!, cancellationToken).ConfigureAwait(false)).GroupBy(static d => d.Id))
                {
                    if (group.Count() > (old.TryGetValue(group.Key, out int count) ? count : 0))
                    {
                        return new Blocker("the result would not compile: " + group.Last(), group.Last().Location);
                    }
                }
            }
        }

        return null;
    }

    private static async Task<bool> KeepsDirectivesAsync(Document before, Document after, CancellationToken cancellationToken)
    {
        SyntaxNode? old = await before.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SyntaxNode? changed = await after.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        return old is not { ContainsDirectives: true } || changed is not null && Directives(old).SequenceEqual(Directives(changed));
    }

    private static IEnumerable<string> Directives(SyntaxNode root) =>
        root.DescendantTrivia().Where(static t => t.IsDirective || t.IsKind(SyntaxKind.DisabledTextTrivia)).Select(static t => t.ToFullString().Trim());

    private static async Task<IEnumerable<Diagnostic>> ErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        SemanticModel? semanticModel = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return semanticModel?.GetDiagnostics(cancellationToken: cancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error && !d.IsSuppressed) ?? [];
    }
}
