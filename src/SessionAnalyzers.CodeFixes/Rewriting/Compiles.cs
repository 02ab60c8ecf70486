using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>The last check of an action: the documents that it changes compile as they did before.</summary>
internal static class Compiles
{
    public static async Task<Blocker?> WhyNotAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        foreach (ProjectChanges project in after.GetChanges(before).GetProjectChanges())
        {
            foreach (DocumentId id in project.GetChangedDocuments())
            {
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

    private static async Task<IEnumerable<Diagnostic>> ErrorsAsync(Document document, CancellationToken cancellationToken)
    {
        SemanticModel? semanticModel = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return semanticModel?.GetDiagnostics(cancellationToken: cancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error && !d.IsSuppressed) ?? [];
    }
}
