using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// Runs analyzers over a solution and compares what they find with the markup. Fails on an analyzer that throws, on source
/// that does not compile unless the test says so, on any difference in id, span or stated detail, and when analyzing a
/// document alone, as an IDE does, finds other things than a build. All rules of the product then run on the source together:
/// none may throw, and no two may report one mistake.
/// </summary>
public class AnalyzerTest
{
    /// <summary>The analyzers that run.</summary>
    public Collection<DiagnosticAnalyzer> Analyzers { get; } = [];

    /// <summary>The solution's projects. The first one, <c>Web</c>, is there already.</summary>
    public Collection<TestProject> Projects { get; } = [new TestProject("Web")];

    /// <summary>The first project.</summary>
    public TestProject Project => Projects[0];

    /// <summary>Diagnostics expected at numbered locations, beside those that the markup names.</summary>
    public Collection<ExpectedDiagnostic> Expected { get; } = [];

    /// <summary>The id that <c>[|…|]</c> stands for; needed only where the analyzers have several.</summary>
    public string? DefaultDiagnosticId { get; set; }

    /// <summary>Whether sources may have compiler errors that no <c>{|CS…:…|}</c> marks.</summary>
    public bool CompilerErrorsExpected { get; set; }

    /// <summary>The rules that run together over every source, fixed ones included: all that ship, unless set.</summary>
    public ImmutableArray<DiagnosticAnalyzer> AllRules { get; set; } = Product.Analyzers;

    /// <summary>Whether the first project references GranularSessions.</summary>
    public bool ReferencesGranularSessions
    {
        get => Project.ReferencesGranularSessions;
        set => Project.ReferencesGranularSessions = value;
    }

    /// <summary>Adds a project.</summary>
    public TestProject AddProject(string name)
    {
        var project = new TestProject(name);
        Projects.Add(project);
        return project;
    }

    /// <summary>Adds a source file to the first project.</summary>
    public void AddDocument(string path, string source, string? fixedSource = null) => Project.AddDocument(path, source, fixedSource);

    /// <summary>Adds a Razor view to the first project. See <see cref="TestDocument.Razor"/>.</summary>
    public void AddRazor(string path, string code) => Project.AddRazor(path, code);

    /// <summary>Runs the test.</summary>
    /// <exception cref="VerificationException">The analyzers do not do what the test expects.</exception>
    public virtual async Task RunAsync()
    {
        TestSolution solution = CreateSolution(LineEnds.LF);
        SolutionAnalysis analysis = await AnalyzeAsync(solution.Solution, verifiesLiveAnalysis: true);
        VerifyFindings("Source", solution, analysis, Expected);
        await OneFindingASite.VerifyAsync(solution.Solution, AllRules, CancellationToken);
    }

    private protected static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private protected TestSolution CreateSolution(LineEnds lineEnds) =>
        TestSolution.Create(Projects, [.. Analyzers], lineEnds, document => document.Source);

    private protected Task<SolutionAnalysis> AnalyzeAsync(Solution solution, bool verifiesLiveAnalysis = false) =>
        SolutionAnalysis.RunAsync(solution, [.. Analyzers], CancellationToken, verifiesLiveAnalysis);

    private protected void VerifyFindings(string stage, TestSolution solution, SolutionAnalysis analysis, IEnumerable<ExpectedDiagnostic> listed)
    {
        ImmutableArray<Expectation> expectations = Expectation.Collect(solution, DefaultId, listed);
        if (!CompilerErrorsExpected)
        {
            Expectation.Verify(
                stage + " must compile",
                solution,
                [.. expectations.Where(expectation => IsCompilerId(expectation.Id))],
                analysis.CompilerDiagnostics
                    .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                    .Select(diagnostic => (diagnostic, diagnostic.Location.SourceTree is { } tree ? KeyOf(tree) : (DocumentKey?)null)),
                KeyOf);
        }

        Expectation.Verify(
            stage,
            solution,
            [.. expectations.Where(expectation => !IsCompilerId(expectation.Id))],
            analysis.Findings.Select(finding => (finding.Diagnostic, finding.Document)),
            KeyOf);

        DocumentKey KeyOf(SyntaxTree tree) => TestSolution.KeyOf(analysis.Documents[tree]);
    }

    private static bool IsCompilerId(string id) => id.StartsWith("CS", StringComparison.Ordinal);

    private string DefaultId()
    {
        if (DefaultDiagnosticId is { } id)
        {
            return id;
        }

        string[] ids = [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id).Distinct()];
        return ids is [string only]
            ? only
            : throw new VerificationException($"[|…|] is ambiguous: the analyzers report {string.Join(", ", ids)}. Mark with {{|ID:…|}}.");
    }
}
