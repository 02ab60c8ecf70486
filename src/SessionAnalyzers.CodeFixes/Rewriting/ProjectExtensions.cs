using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

internal static class ProjectExtensions
{
    /// <returns>The model that the analyzers have of a project, with its configuration; null where it does not use sessions.</returns>
    public static async Task<SessionModel?> GetSessionModelAsync(this Project project, CancellationToken cancellationToken) =>
        await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false) is { } compilation
            ? SessionModel.For(compilation, project.AnalyzerOptions)
            : null;
}
