using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Proofs.EndToEnd;

/// <summary>Every analyzer of SessionAnalyzers.dll and every fix of SessionAnalyzers.CodeFixes.dll, used as an IDE uses them.</summary>
internal static class FixAll
{
    // A fix may uncover what another rule reports; that ends soon or the fixes undo each other.
    private const int MaxRounds = 20;

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = InstancesOf<DiagnosticAnalyzer>("SessionAnalyzers");

    public static ImmutableArray<CodeFixProvider> Fixes { get; } = InstancesOf<CodeFixProvider>("SessionAnalyzers.CodeFixes");

    /// <summary>Applies every Fix All in the solution that is offered anywhere, until none is left.</summary>
    public static async Task<Solution> ApplyAsync(Solution solution, CancellationToken cancellationToken)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var diagnostics = await FindingsAsync(solution, cancellationToken);
            if (await ApplyFirstAsync(solution, diagnostics, cancellationToken) is not { } changed)
            {
                return solution;
            }

            solution = changed;
        }

        throw new InvalidOperationException($"Fixes are still offered after {MaxRounds} rounds of Fix All.");
    }

    /// <summary>What the analyzers report in the solution, suppressed findings left out.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Solution solution, CancellationToken cancellationToken)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in solution.Projects)
        {
            findings.AddRange(await FindingsAsync(project, cancellationToken));
        }

        return findings.ToImmutable();
    }

    private static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Project project, CancellationToken cancellationToken)
    {
        if (Analyzers.IsEmpty)
        {
            return [];
        }

        var compilation = await project.GetCompilationAsync(cancellationToken);
        var findings = await compilation!
            .WithAnalyzers(Analyzers, project.AnalyzerOptions)
            .GetAnalyzerDiagnosticsAsync(cancellationToken);
        return findings.Sort((left, right) => Comparer<(string?, int)>.Default.Compare(Position(left), Position(right)));
    }

    private static async Task<Solution?> ApplyFirstAsync(
        Solution solution, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        foreach (var fix in Fixes)
        {
            foreach (var diagnostic in diagnostics.Where(diagnostic => fix.FixableDiagnosticIds.Contains(diagnostic.Id)))
            {
                // Generated code, a Razor view for one, belongs to no document that could be edited.
                if (solution.GetDocument(diagnostic.Location.SourceTree) is not { } document)
                {
                    continue;
                }

                if (await OfferedAsync(fix, document, diagnostic, cancellationToken) is { } action
                    && await ApplyEverywhereAsync(fix, action, document, diagnostic.Id, cancellationToken) is { } changed)
                {
                    return changed;
                }
            }
        }

        return null;
    }

    private static async Task<CodeAction?> OfferedAsync(
        CodeFixProvider fix, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        CodeAction? first = null;
        var context = new CodeFixContext(document, diagnostic, (action, _) => first ??= action, cancellationToken);
        await fix.RegisterCodeFixesAsync(context);
        return first;
    }

    private static async Task<Solution?> ApplyEverywhereAsync(
        CodeFixProvider fix, CodeAction action, Document document, string diagnosticId, CancellationToken cancellationToken)
    {
        var everywhere = await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            document, fix, FixAllScope.Solution, action.EquivalenceKey!, [diagnosticId], new Findings(diagnosticId), cancellationToken));
        if (everywhere is null)
        {
            return null;
        }

        var operations = await everywhere.GetOperationsAsync(cancellationToken);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        return changed.GetChanges(document.Project.Solution).GetProjectChanges().Any() ? changed : null;
    }

    private static ImmutableArray<T> InstancesOf<T>(string assembly) =>
        [.. Assembly.Load(assembly).GetTypes()
            .Where(type => type.IsAssignableTo(typeof(T)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type, nonPublic: true)!)];

    private static (string? Path, int Start) Position(Diagnostic diagnostic) =>
        (diagnostic.Location.SourceTree?.FilePath, diagnostic.Location.SourceSpan.Start);

    private sealed class Findings(string id) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            (await FindingsAsync(project, cancellationToken)).Where(finding => finding.Id == id);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        {
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            return (await GetAllDiagnosticsAsync(document.Project, cancellationToken)).Where(finding => finding.Location.SourceTree == tree);
        }

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
