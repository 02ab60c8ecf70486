using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>A finding, in the program as the analyzer saw it.</summary>
internal sealed record Finding(Document Document, Diagnostic Diagnostic, SyntaxNode Root, SessionModel Model, SemanticModel SemanticModel)
{
    public TextSpan Span => Diagnostic.Location.SourceSpan;

    /// <summary>The innermost node of the finding's span.</summary>
    public SyntaxNode Node => Root.FindNode(Span, getInnermostNodeForTie: true);

    /// <returns>The finding, or null where its document is not one of the program's sources.</returns>
    public static async Task<Finding?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
        && await document.Project.GetSessionModelAsync(cancellationToken).ConfigureAwait(false) is { } model
        && model.GetSemanticModel(root.SyntaxTree) is { } semanticModel
            ? new Finding(document, diagnostic, root, model, semanticModel)
            : null;
}
