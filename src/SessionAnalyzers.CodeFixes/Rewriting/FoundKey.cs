using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Finds the key that a finding is about.</summary>
internal static class FoundKey
{
    public static async Task<KeyPattern?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (await Finding.OfAsync(document, diagnostic, cancellationToken).ConfigureAwait(false) is not { } finding)
        {
            return null;
        }

        SessionAccess? access = finding.Model.GetBodies(finding.Root.SyntaxTree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .FirstOrDefault(a => a.Syntax.Span == finding.Span && a.Kind is SessionAccessKind.Write or SessionAccessKind.Remove or SessionAccessKind.Read
                && diagnostic.Properties.TryGetValue(DiagnosticFactory.KeyProperty, out string? key) && key == a.Key.ToString());
        return access is null ? null : KeyPattern.Of(access.Key);
    }
}
