using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Tests.Verification;

/// <summary>
/// Applies a code fix one finding at a time until it offers nothing more, and with Fix All in document, project and
/// solution; every way must end in exactly the fixed sources, which must compile without a new error or warning and have
/// no finding but those in their markup. All of it runs again with CRLF line ends, findings taken last to first.
/// </summary>
public sealed class CodeFixTest : AnalyzerTest
{
    private static readonly FixAllScope[] Scopes = [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    /// <summary>The code fix under test.</summary>
    public required CodeFixProvider CodeFix { get; init; }

    /// <summary>Which of the actions that a finding gets is applied. The first unless set.</summary>
    public int CodeActionIndex { get; set; }

    /// <summary>Only actions with this equivalence key count; null for all.</summary>
    public string? EquivalenceKey { get; set; }

    /// <summary>The title of the applied action; null when it is not compared.</summary>
    public string? Title { get; set; }

    /// <summary>Whether the code fix has a Fix All. True unless set.</summary>
    public bool HasFixAll { get; set; } = true;

    /// <summary>Whether the fix may cause compiler warnings that were not there before.</summary>
    public bool NewCompilerWarningsExpected { get; set; }

    /// <summary>Whether the fix must be offered for no finding.</summary>
    public bool NothingOffered { get; set; }

    /// <summary>Findings that remain, at numbered locations of the fixed sources, beside those that their markup names.</summary>
    public Collection<ExpectedDiagnostic> ExpectedAfterFix { get; } = [];

    /// <inheritdoc/>
    public override async Task RunAsync()
    {
        foreach (LineEnds lineEnds in Enum.GetValues<LineEnds>())
        {
            TestSolution source = CreateSolution(lineEnds);
            SolutionAnalysis analysis = await AnalyzeAsync(source.Solution, verifiesLiveAnalysis: lineEnds == LineEnds.LF);
            VerifyFindings($"Source ({lineEnds})", source, analysis, Expected);
            await VerifyNothingOfferedAsync(analysis, InRazor(analysis));
            if (lineEnds == LineEnds.LF)
            {
                await OneFindingASite.VerifyAsync(source.Solution, AllRules, CancellationToken);
            }

            if (!Fixable(analysis).Any())
            {
                throw new VerificationException($"The sources have no finding that {CodeFix.GetType().Name} could fix, so the test shows nothing.");
            }

            if (NothingOffered)
            {
                await VerifyNothingOfferedAsync(analysis, Fixable(analysis));
            }
            else
            {
                await VerifyFixedAsync(lineEnds, analysis);
            }
        }
    }

    private async Task VerifyFixedAsync(LineEnds lineEnds, SolutionAnalysis source)
    {
        TestSolution expected = TestSolution.Create(Projects, [.. Analyzers], lineEnds, document => document.FixedSource ?? document.Source);

        string singleStep = lineEnds == LineEnds.LF ? "one finding at a time" : "one finding at a time, last to first";
        SolutionAnalysis result = await FixOneByOneAsync(source, fromLast: lineEnds == LineEnds.CRLF);
        await VerifyResultAsync($"Fixed {singleStep} ({lineEnds})", expected, source, result);
        if (lineEnds == LineEnds.LF)
        {
            await OneFindingASite.VerifyAsync(result.Solution, AllRules, CancellationToken);
        }

        if (HasFixAll)
        {
            foreach (FixAllScope scope in Scopes)
            {
                await VerifyResultAsync($"Fixed by Fix All in {scope} ({lineEnds})", expected, source, await FixAllAsync(source, scope));
            }
        }
    }

    private async Task VerifyNothingOfferedAsync(SolutionAnalysis source, IEnumerable<Finding> findings)
    {
        foreach (Finding finding in findings)
        {
            if (await ActionAsync(source, finding) is { } action)
            {
                throw new VerificationException($"No fix was expected, but {Describe(finding)} is offered \"{action.Title}\".");
            }
        }
    }

    private async Task<SolutionAnalysis> FixOneByOneAsync(SolutionAnalysis analysis, bool fromLast)
    {
        int limit = analysis.Findings.Length + 1;
        for (int step = 0; ; step++)
        {
            CodeAction? action = null;
            foreach (Finding finding in fromLast ? Fixable(analysis).Reverse() : Fixable(analysis))
            {
                action = await ActionAsync(analysis, finding);
                if (action is not null)
                {
                    break;
                }
            }

            if (action is null)
            {
                return step > 0
                    ? analysis
                    : throw new VerificationException($"{CodeFix.GetType().Name} is offered for none of: {string.Join("; ", Fixable(analysis).Select(Describe))}.");
            }

            if (step == limit)
            {
                throw new VerificationException($"After {limit} steps \"{action.Title}\" is still offered: the fix does not remove its finding.");
            }

            analysis = await AnalyzeAsync(await action.ApplyToAsync(analysis.Solution, CancellationToken));
        }
    }

    private async Task<SolutionAnalysis> FixAllAsync(SolutionAnalysis analysis, FixAllScope scope)
    {
        FixAllProvider provider = CodeFix.GetFixAllProvider()
            ?? throw new VerificationException($"{CodeFix.GetType().Name} has no Fix All.");
        if (!provider.GetSupportedFixAllScopes().Contains(scope))
        {
            throw new VerificationException($"Fix All of {CodeFix.GetType().Name} does not support {scope}.");
        }

        await VerifyNullEquivalenceKeyToleratedAsync(provider, analysis, scope);

        // As a user would: each target once per kind of action, on the solution that the last one left.
        var done = new HashSet<(object Target, string Id, string Key)>();
        for (bool applied = true; applied;)
        {
            applied = false;
            foreach (Finding finding in Fixable(analysis))
            {
                if (await ActionAsync(analysis, finding) is not { } action)
                {
                    continue;
                }

                string key = action.EquivalenceKey
                    ?? throw new VerificationException($"\"{action.Title}\" has no equivalence key, so Fix All cannot tell it from others.");
                Document document = DocumentOf(analysis, finding);
                object target = scope switch
                {
                    FixAllScope.Document => document.Id,
                    FixAllScope.Project => document.Project.Id,
                    _ => analysis.Solution.Id,
                };
                if (!done.Add((target, finding.Diagnostic.Id, key)))
                {
                    continue;
                }

                FixAllContext context = Context(analysis, document, scope, key, finding.Diagnostic.Id);
                CodeAction fixAll = await provider.GetFixAsync(context)
                    ?? throw new VerificationException($"Fix All in {scope} does nothing, though {Describe(finding)} alone is offered \"{action.Title}\".");
                analysis = await AnalyzeAsync(await fixAll.ApplyToAsync(analysis.Solution, CancellationToken));
                applied = true;
                break;
            }
        }

        return analysis;
    }

    /// <summary>An IDE may ask for Fix All without saying which action it comes from.</summary>
    private async Task VerifyNullEquivalenceKeyToleratedAsync(FixAllProvider provider, SolutionAnalysis analysis, FixAllScope scope)
    {
        Finding finding = Fixable(analysis).First();
        try
        {
            CodeAction? action = await provider.GetFixAsync(Context(analysis, DocumentOf(analysis, finding), scope, equivalenceKey: null, finding.Diagnostic.Id));
            if (action is not null)
            {
                await action.GetOperationsAsync(analysis.Solution, new Progress<CodeAnalysisProgress>(), CancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new VerificationException($"Fix All in {scope} with a null equivalence key threw {exception}");
        }
    }

    private FixAllContext Context(SolutionAnalysis analysis, Document document, FixAllScope scope, string? equivalenceKey, string diagnosticId) =>
        new(document, CodeFix, scope, equivalenceKey, [diagnosticId], new FixAllDiagnostics(analysis), CancellationToken);

    private async Task<CodeAction?> ActionAsync(SolutionAnalysis analysis, Finding finding)
    {
        var actions = new List<CodeAction>();

        // A host may hand a finding over more than once.
        var context = new CodeFixContext(
            DocumentOf(analysis, finding),
            finding.Diagnostic.Location.SourceSpan,
            [finding.Diagnostic, finding.Diagnostic],
            (action, _) =>
            {
                lock (actions)
                {
                    actions.Add(action);
                }
            },
            CancellationToken);
        await CodeFix.RegisterCodeFixesAsync(context);
        if (actions.CountBy(action => (action.Title, action.EquivalenceKey)).FirstOrDefault(offer => offer.Value > 1) is { Value: > 1, Key.Title: var twice })
        {
            throw new VerificationException($"{Describe(finding)} is handed over twice, and so is \"{twice}\" offered.");
        }

        actions.RemoveAll(action => EquivalenceKey is not null && action.EquivalenceKey != EquivalenceKey);

        CodeAction? chosen = actions.ElementAtOrDefault(CodeActionIndex);
        return chosen is null || Title is null || chosen.Title == Title
            ? chosen
            : throw new VerificationException($"The action for {Describe(finding)} is titled \"{chosen.Title}\", not \"{Title}\".");
    }

    private async Task VerifyResultAsync(string stage, TestSolution expected, SolutionAnalysis source, SolutionAnalysis result)
    {
        foreach (Document document in result.Documents.Values)
        {
            if (expected.Documents.TryGetValue(TestSolution.KeyOf(document), out Markup? markup))
            {
                string actual = (await document.GetTextAsync(CancellationToken)).ToString();
                if (actual != markup.Text)
                {
                    throw new VerificationException($"{stage}: {TestSolution.KeyOf(document)} is not the expected text (- expected, + actual):\n{TextDiff.Of(markup.Text, actual)}\nThe actual text:\n{actual}");
                }
            }
        }

        VerifyNothingNew(stage, source, result, DiagnosticSeverity.Error);
        if (!NewCompilerWarningsExpected)
        {
            VerifyNothingNew(stage, source, result, DiagnosticSeverity.Warning);
        }

        VerifyFindings(stage, expected, result, ExpectedAfterFix);
    }

    private static void VerifyNothingNew(string stage, SolutionAnalysis source, SolutionAnalysis result, DiagnosticSeverity severity)
    {
        var before = source.CompilerDiagnostics.Where(diagnostic => diagnostic.Severity == severity).CountBy(diagnostic => diagnostic.Id).ToDictionary();
        string[] added =
        [
            .. result.CompilerDiagnostics
                .Where(diagnostic => diagnostic.Severity == severity)
                .GroupBy(diagnostic => diagnostic.Id)
                .Where(group => group.Count() > before.GetValueOrDefault(group.Key))
                .SelectMany(group => group)
                .Select(diagnostic => "  " + diagnostic),
        ];
        if (added.Length > 0)
        {
            throw new VerificationException($"{stage}: the fix causes a compiler {severity.ToString().ToLowerInvariant()}.\n{string.Join('\n', added)}");
        }
    }

    private IEnumerable<Finding> Fixable(SolutionAnalysis analysis) => Fixable(analysis, inRazor: false);

    private IEnumerable<Finding> InRazor(SolutionAnalysis analysis) => Fixable(analysis, inRazor: true);

    private IEnumerable<Finding> Fixable(SolutionAnalysis analysis, bool inRazor) =>
        analysis.Findings.Where(finding =>
            CodeFix.FixableDiagnosticIds.Contains(finding.Diagnostic.Id)
            && finding.Diagnostic.Location.SourceTree is { } tree
            && analysis.Documents[tree] is SourceGeneratedDocument == inRazor);

    private static Document DocumentOf(SolutionAnalysis analysis, Finding finding) => analysis.Documents[finding.Diagnostic.Location.SourceTree!];

    private static string Describe(Finding finding) => finding.Diagnostic.ToString();
}
