using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

internal static class CodeActionExtensions
{
    /// <summary>The solution after the action, every changed document parsed anew from its text.</summary>
    /// <exception cref="VerificationException">The action does other things than to change documents, or dotnet format would skip it.</exception>
    public static async Task<Solution> ApplyToAsync(this CodeAction action, Solution solution, CancellationToken cancellationToken)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(solution, new Progress<CodeAnalysisProgress>(), cancellationToken);
        if (operations is not [ApplyChangesOperation { ChangedSolution: var changed }])
        {
            throw new VerificationException(
                $"\"{action.Title}\" must consist of exactly one ApplyChangesOperation, or dotnet format skips it; it has {string.Join(", ", operations.Select(operation => operation.GetType().Name))}.");
        }

        foreach (ProjectChanges project in changed.GetChanges(solution).GetProjectChanges())
        {
            if (project.GetAddedDocuments().Any() || project.GetRemovedDocuments().Any()
                || project.GetAddedMetadataReferences().Any() || project.GetRemovedMetadataReferences().Any()
                || project.GetAddedProjectReferences().Any() || project.GetRemovedProjectReferences().Any())
            {
                throw new VerificationException($"\"{action.Title}\" changes the documents or references of project {project.NewProject.Name}.");
            }

            // Go by the text: a tree that a fix builds can differ from what the parser makes of its text.
            foreach (DocumentId id in project.GetChangedDocuments())
            {
                SourceText text = await changed.GetDocument(id)!.GetTextAsync(cancellationToken);
                solution = solution.WithDocumentText(id, SourceText.From(text.ToString(), text.Encoding));
            }
        }

        return solution;
    }
}
