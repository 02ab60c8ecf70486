using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Finds the key that a finding is about.</summary>
internal static class FoundKey
{
    public static async Task<KeyPattern?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (tree is null || compilation is null || SessionModel.For(compilation, document.Project.AnalyzerOptions) is not { } model)
        {
            return null;
        }

        SessionAccess? access = model.GetBodies(tree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .FirstOrDefault(a => a.Syntax.Span == diagnostic.Location.SourceSpan && a.Kind is SessionAccessKind.Write or SessionAccessKind.Remove or SessionAccessKind.Read
                && diagnostic.Properties.TryGetValue(DiagnosticFactory.KeyProperty, out string? key) && key == a.Key.ToString());
        return access is null ? null : KeyPattern.Of(access.Key);
    }
}
