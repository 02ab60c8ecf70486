using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Rewriting;

/// <summary>The findings in the scope of a Fix All, those in generated code left out.</summary>
internal static class FixAllFindings
{
    public static async Task<IEnumerable<(Document Document, Diagnostic Diagnostic)>> OfAsync(FixAllContext context)
    {
        var found = new List<(Document, Diagnostic)>();
        IEnumerable<Project> projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects.Where(p => p.Language == context.Project.Language) : [context.Project];
        foreach (Project project in projects)
        {
            ImmutableArray<Diagnostic> diagnostics = context.Scope == FixAllScope.Document && context.Document is { } only
                ? await context.GetDocumentDiagnosticsAsync(only).ConfigureAwait(false)
                : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
            foreach (Diagnostic diagnostic in diagnostics)
            {
                if (project.GetDocument(diagnostic.Location.SourceTree) is { } document and not SourceGeneratedDocument)
                {
                    found.Add((document, diagnostic));
                }
            }
        }

        return found;
    }
}
