using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>The findings, as an IDE hands them to Fix All.</summary>
internal sealed class FixAllDiagnostics(SolutionAnalysis analysis) : FixAllContext.DiagnosticProvider
{
    public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
        Select(finding => finding.Diagnostic.Location.SourceTree is { } tree && analysis.Documents[tree].Id == document.Id);

    public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
        Select(finding => finding.Project == project.Id && finding.Document is null);

    public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
        Select(finding => finding.Project == project.Id);

    private Task<IEnumerable<Diagnostic>> Select(Func<Finding, bool> predicate) =>
        Task.FromResult(analysis.Findings.Where(predicate).Select(finding => finding.Diagnostic));
}
