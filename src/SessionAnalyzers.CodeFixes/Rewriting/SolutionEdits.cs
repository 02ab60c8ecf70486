using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// The syntax edits of one action over a solution, collected against one snapshot and applied at once.
/// Edits nest: an outer edit receives its node with the inner ones already made.
/// </summary>
internal sealed class SolutionEdits(Solution solution)
{
    private readonly Dictionary<DocumentId, DocumentEdits> _documents = [];

    public Solution Original { get; } = solution;

    public IEnumerable<DocumentId> ChangedDocuments => _documents.Where(static d => !d.Value.IsEmpty).Select(static d => d.Key);

    public DocumentEdits In(Document document)
    {
        if (!_documents.TryGetValue(document.Id, out DocumentEdits? edits))
        {
            edits = new DocumentEdits();
            _documents.Add(document.Id, edits);
        }

        return edits;
    }

    public async Task<Solution> ApplyAsync(CancellationToken cancellationToken)
    {
        Solution changed = Original;
        foreach (KeyValuePair<DocumentId, DocumentEdits> entry in _documents)
        {
            if (!entry.Value.IsEmpty)
            {
                Document document = Original.GetDocument(entry.Key)!;
                changed = changed.WithDocumentText(entry.Key, await entry.Value.ApplyAsync(document, cancellationToken).ConfigureAwait(false));
            }
        }

        return changed;
    }
}
