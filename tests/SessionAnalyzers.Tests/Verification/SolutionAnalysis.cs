using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>What the compiler and the analyzers say about a solution.</summary>
internal sealed class SolutionAnalysis
{
    private SolutionAnalysis(Solution solution, ImmutableArray<Diagnostic> compilerDiagnostics, ImmutableArray<Finding> findings, IReadOnlyDictionary<SyntaxTree, Document> documents)
    {
        Solution = solution;
        CompilerDiagnostics = compilerDiagnostics;
        Findings = findings;
        Documents = documents;
    }

    public Solution Solution { get; }

    /// <summary>The compiler's warnings and errors.</summary>
    public ImmutableArray<Diagnostic> CompilerDiagnostics { get; }

    /// <summary>The analyzers' findings, ordered by project, document and position.</summary>
    public ImmutableArray<Finding> Findings { get; }

    public IReadOnlyDictionary<SyntaxTree, Document> Documents { get; }

    /// <param name="solution">The solution.</param>
    /// <param name="analyzers">The analyzers.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <param name="verifiesLiveAnalysis">Whether each document is analyzed once more by itself.</param>
    /// <exception cref="VerificationException">An analyzer threw, or finds other things in live analysis than in a build.</exception>
    public static async Task<SolutionAnalysis> RunAsync(Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken, bool verifiesLiveAnalysis = true)
    {
        var compilerDiagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var documents = new Dictionary<SyntaxTree, Document>();
        var reported = new List<(ProjectId Project, Diagnostic Diagnostic)>();

        foreach (ProjectId projectId in solution.ProjectIds)
        {
            Project project = solution.GetProject(projectId)!;
            Compilation compilation = await project.GetCompilationAsync(cancellationToken)
                ?? throw new InvalidOperationException($"Project {project.Name} has no compilation.");
            foreach (Document document in project.Documents.Concat(await project.GetSourceGeneratedDocumentsAsync(cancellationToken)))
            {
                documents.Add((await document.GetSyntaxTreeAsync(cancellationToken))!, document);
            }

            (ImmutableArray<Diagnostic> diagnostics, ImmutableArray<Diagnostic> compilers) = await InBuildAsync(project, compilation, analyzers, cancellationToken);
            compilerDiagnostics.AddRange(compilers.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !diagnostic.IsSuppressed));
            if (verifiesLiveAnalysis)
            {
                await VerifyLiveAnalysisAgreesAsync(project, compilation, analyzers, diagnostics, cancellationToken);
            }

            reported.AddRange(diagnostics.Select(diagnostic => (projectId, diagnostic)));
        }

        ImmutableArray<Finding> findings =
        [
            .. reported
                .Select(report => new Finding(
                    report.Diagnostic,
                    report.Project,
                    report.Diagnostic.Location.SourceTree is { } tree ? TestSolution.KeyOf(documents[tree]) : null))
                .OrderBy(finding => solution.ProjectIds.ToList().IndexOf(finding.Project))
                .ThenBy(finding => finding.Document?.ToString(), StringComparer.Ordinal)
                .ThenBy(finding => finding.Diagnostic.Location.SourceSpan.Start)
                .ThenBy(finding => finding.Diagnostic.Id, StringComparer.Ordinal),
        ];

        return new SolutionAnalysis(solution, compilerDiagnostics.ToImmutable(), findings, documents);
    }

    /// <summary>What analyzers report in a build of a project.</summary>
    /// <exception cref="VerificationException">An analyzer threw.</exception>
    public static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(Project project, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken) =>
        (await InBuildAsync(project, (await project.GetCompilationAsync(cancellationToken))!, analyzers, cancellationToken)).Analyzers;

    /// <summary>As a build does it: code is bound once, for the compiler's diagnostics and the analyzers'.</summary>
    private static async Task<(ImmutableArray<Diagnostic> Analyzers, ImmutableArray<Diagnostic> Compiler)> InBuildAsync(
        Project project, Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var run = new Run(project, compilation, analyzers);
        ILookup<bool, Diagnostic> diagnostics = (await run.Driver.GetAllDiagnosticsAsync(cancellationToken))
            .ToLookup(diagnostic => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler));
        ImmutableArray<Diagnostic> ofAnalyzers = [.. diagnostics[false]];
        run.ThrowIfAnAnalyzerThrew(ofAnalyzers);
        return (ofAnalyzers, [.. diagnostics[true]]);
    }

    /// <summary>
    /// An IDE analyzes one document at a time and shows only what is reported inside it. A finding that depends on
    /// another document having been visited, or that lies in another document, would be lost there.
    /// </summary>
    private static async Task VerifyLiveAnalysisAgreesAsync(
        Project project, Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<Diagnostic> inBuild, CancellationToken cancellationToken)
    {
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            var run = new Run(project, compilation, analyzers);
            ImmutableArray<Diagnostic> live =
            [
                .. await run.Driver.GetAnalyzerSyntaxDiagnosticsAsync(tree, cancellationToken),
                .. await run.Driver.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(tree), filterSpan: null, cancellationToken),
            ];
            run.ThrowIfAnAnalyzerThrew(live);

            string[] expected = Lines(inBuild.Where(diagnostic => diagnostic.Location.SourceTree == tree && !IsCompilationEnd(diagnostic)));
            string[] actual = Lines(live.Where(diagnostic => !IsCompilationEnd(diagnostic)));
            if (!expected.SequenceEqual(actual))
            {
                throw new VerificationException(
                    $"Live analysis of {tree.FilePath} alone disagrees with the build (- build, + live):\n{TextDiff.Of(string.Join('\n', expected), string.Join('\n', actual))}");
            }
        }

        static string[] Lines(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];

        static bool IsCompilationEnd(Diagnostic diagnostic) => diagnostic.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd);
    }

    /// <summary>One run of the analyzers, concurrent as in a build.</summary>
    private sealed class Run
    {
        private readonly List<string> _exceptions = [];

        public Run(Project project, Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers) =>
            Driver = compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
                project.AnalyzerOptions,
                onAnalyzerException: (exception, analyzer, _) =>
                {
                    lock (_exceptions)
                    {
                        _exceptions.Add($"{analyzer.GetType().Name} threw {exception}");
                    }
                },
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false,
                reportSuppressedDiagnostics: false));

        public CompilationWithAnalyzers Driver { get; }

        public void ThrowIfAnAnalyzerThrew(ImmutableArray<Diagnostic> diagnostics)
        {
            lock (_exceptions)
            {
                string[] failures = [.. _exceptions, .. diagnostics.Where(diagnostic => diagnostic.Id.StartsWith("AD0", StringComparison.Ordinal)).Select(diagnostic => diagnostic.ToString())];
                if (failures.Length > 0)
                {
                    throw new VerificationException("An analyzer failed (AD0001):\n" + string.Join('\n', failures));
                }
            }
        }
    }
}
