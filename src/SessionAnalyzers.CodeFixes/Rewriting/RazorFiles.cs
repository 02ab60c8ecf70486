using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Views, pages and components as a workspace holds them: text. An edit cannot follow into them, so what they
/// mention stays as it is.
/// </summary>
internal static class RazorFiles
{
    /// <summary>Whether a Razor file of the project, or of one that references it, calls a method of this name.</summary>
    public static Task<bool> CallAsync(Project project, string method, CancellationToken cancellationToken) =>
        MatchAsync(project, $@"[.@\s(]{Regex.Escape(method)}\s*\(", cancellationToken);

    /// <summary>Whether a Razor file names a key in one statement with a session: as text, or as the sites' source calls it.</summary>
    public static Task<bool> UseKeyAsync(Project project, KeyPattern key, IEnumerable<KeySite> sites, CancellationToken cancellationToken)
    {
        IEnumerable<string> names = sites
            .Select(static s => s.Key)
            .OfType<MemberAccessExpressionSyntax>()
            .Select(static k => k.ToString())
            .Prepend($"\"{key.Text}")
            .Distinct()
            .Select(Regex.Escape);
        return MatchAsync(project, $@"(?i:session)[^;\r\n]*({string.Join("|", names)})", cancellationToken);
    }

    private static async Task<bool> MatchAsync(Project project, string pattern, CancellationToken cancellationToken)
    {
        foreach (TextDocument document in ProjectsThatMayUse(project).SelectMany(static p => p.AdditionalDocuments))
        {
            if (IsRazor(document.FilePath ?? document.Name))
            {
                SourceText text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
                if (Regex.IsMatch(text.ToString(), pattern, RegexOptions.CultureInvariant))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static IEnumerable<Project> ProjectsThatMayUse(Project project) =>
        project.Solution.GetProjectDependencyGraph()
            .GetProjectsThatTransitivelyDependOnThisProject(project.Id)
            .Select(id => project.Solution.GetProject(id)!)
            .Prepend(project);

    private static bool IsRazor(string path) =>
        path.EndsWith(".cshtml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".razor", StringComparison.OrdinalIgnoreCase);
}
