using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using SessionAnalyzers.Tests.Verification;

namespace SessionAnalyzers.Tests.Robustness;

/// <summary>A source with changes that a seed decides, alone in a project or in its place in LeakyShop.</summary>
internal sealed class Mutant
{
    private const string FileName = "Mutant.cs";

    // Most changes break a source, and what a fix must make of it is told by those that do not.
    private const int AttemptsToCompile = 8;

    private static readonly Lazy<Solution> FrameworkLibrary = new(() => Project(referencesGranularSessions: false, [(FileName, "class C;")]));
    private static readonly Lazy<Solution> FrameworkProgram = new(() => Project(referencesGranularSessions: false, [(FileName, "return;")]));
    private static readonly Lazy<Solution> GranularLibrary = new(() => Project(referencesGranularSessions: true, [(FileName, "class C;")]));
    private static readonly Lazy<Solution> GranularProgram = new(() => Project(referencesGranularSessions: true, [(FileName, "return;")]));
    private static readonly Lazy<Solution> Shop = new(() => Project(referencesGranularSessions: true, LeakyShopSources.All));

    private Mutant(int seed, string origin, Document document)
    {
        Seed = seed;
        Origin = origin;
        Document = document;
    }

    public int Seed { get; }

    /// <summary>The source that was changed.</summary>
    public string Origin { get; }

    public Document Document { get; }

    public static Mutant Create(int seed)
    {
        var random = new Random(seed);
        var mutator = new SourceMutator(random);
        if (random.Next(12) == 0)
        {
            (string path, string text) = LeakyShopSources.All[random.Next(LeakyShopSources.All.Count)];
            return new Mutant(seed, "LeakyShop/" + path, Mutate(mutator, text, random, mutated => Replace(Shop.Value, path, mutated)));
        }

        (string origin, string original) = OriginalSources.All[random.Next(OriginalSources.All.Count)];
        bool referencesGranularSessions = random.Next(4) != 0;
        return new Mutant(seed, origin, Mutate(mutator, OriginalSources.Complete(original), random, mutated => Alone(mutated, referencesGranularSessions)));
    }

    /// <summary>A source as the only one of an app.</summary>
    public static Document Alone(string text, bool referencesGranularSessions)
    {
        bool isProgram = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax);
        Lazy<Solution> app = (referencesGranularSessions, isProgram) switch
        {
            (true, true) => GranularProgram,
            (true, false) => GranularLibrary,
            (false, true) => FrameworkProgram,
            (false, false) => FrameworkLibrary,
        };
        return Replace(app.Value, FileName, text);
    }

    /// <summary>Runs all rules, and all actions and Fix Alls that are offered in the changed source.</summary>
    /// <returns>Whether it compiles, and the number of findings and actions.</returns>
    /// <exception cref="VerificationException">A rule or a fix threw, or what an action makes of compiling source does not compile.</exception>
    public async Task<(bool Compiles, int Findings, int Actions)> RunAsync(CancellationToken cancellationToken)
    {
        SolutionAnalysis analysis = await SolutionAnalysis.RunAsync(Document.Project.Solution, Product.Analyzers, cancellationToken, verifiesLiveAnalysis: false);
        bool compiles = !Errors(analysis).Any();
        OneFindingASite.Verify(analysis.Findings.Select(finding => finding.Diagnostic));

        int actions = 0;
        foreach (CodeFixProvider fix in Product.CodeFixes)
        {
            var everywhere = new Dictionary<string, Document>();
            foreach (Finding finding in analysis.Findings.Where(finding => fix.FixableDiagnosticIds.Contains(finding.Diagnostic.Id)))
            {
                Document document = analysis.Documents[finding.Diagnostic.Location.SourceTree!];
                if (document.Id != Document.Id)
                {
                    continue;
                }

                foreach (CodeAction action in await OfferedAsync(fix, document, finding.Diagnostic, cancellationToken))
                {
                    everywhere.TryAdd(action.EquivalenceKey!, document);
                    await VerifyResultAsync(action, compiles, cancellationToken);
                    actions++;
                }
            }

            foreach ((string key, Document document) in everywhere)
            {
                var context = new FixAllContext(document, fix, FixAllScope.Solution, key, fix.FixableDiagnosticIds, new FixAllDiagnostics(analysis), cancellationToken);
                if (await fix.GetFixAllProvider()!.GetFixAsync(context) is { } action)
                {
                    await VerifyResultAsync(action, compiles, cancellationToken);
                    actions++;
                }
            }
        }

        return (compiles, analysis.Findings.Length, actions);
    }

    public override string ToString() => $"seed {Seed}, {Origin}";

    private static Document Mutate(SourceMutator mutator, string text, Random random, Func<string, Document> toDocument)
    {
        Document document = toDocument(mutator.Mutate(text));
        if (random.Next(2) == 0)
        {
            for (int attempt = 1; attempt < AttemptsToCompile && !Compiles(document); attempt++)
            {
                document = toDocument(mutator.Mutate(text));
            }
        }

        return document;
    }

    private static bool Compiles(Document document) =>
        HasNoError(document.GetSyntaxTreeAsync().GetAwaiter().GetResult()!.GetDiagnostics())
        && HasNoError(document.GetSemanticModelAsync().GetAwaiter().GetResult()!.GetDiagnostics());

    private static bool HasNoError(IEnumerable<Diagnostic> diagnostics) => diagnostics.All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);

    private static async Task<ImmutableArray<CodeAction>> OfferedAsync(CodeFixProvider fix, Document document, Diagnostic finding, CancellationToken cancellationToken)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => actions.Add(action), cancellationToken));
        return actions.ToImmutable();
    }

    private async Task VerifyResultAsync(CodeAction action, bool mustCompile, CancellationToken cancellationToken)
    {
        Solution changed = await action.ApplyToAsync(Document.Project.Solution, cancellationToken);
        if (!mustCompile)
        {
            return;
        }

        Compilation compilation = (await changed.GetProject(Document.Project.Id)!.GetCompilationAsync(cancellationToken))!;
        string[] errors = [.. compilation.GetDiagnostics(cancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString())];
        if (errors.Length > 0)
        {
            SourceText text = await changed.GetDocument(Document.Id)!.GetTextAsync(cancellationToken);
            throw new VerificationException($"After \"{action.Title}\" the source does not compile:\n{string.Join('\n', errors)}\n{text}");
        }
    }

    private static IEnumerable<Diagnostic> Errors(SolutionAnalysis analysis) =>
        analysis.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static Solution Project(bool referencesGranularSessions, IEnumerable<(string Path, string Text)> sources)
    {
        var project = new TestProject("Web") { ReferencesGranularSessions = referencesGranularSessions };
        foreach ((string path, string text) in sources)
        {
            project.AddDocument(path, text);
        }

        Solution solution = TestSolution.Create([project], Product.Analyzers, LineEnds.LF, document => document.Source).Solution;

        // Mutants are made of this one, and share what its compilation has read of the references.
        solution.Projects.Single().GetCompilationAsync().GetAwaiter().GetResult();
        return solution;
    }

    private static Document Replace(Solution solution, string path, string text)
    {
        Document document = solution.Projects.Single().Documents.Single(document => document.FilePath == "/src/Web/" + path);
        return solution.WithDocumentText(document.Id, SourceText.From(text)).GetDocument(document.Id)!;
    }
}
