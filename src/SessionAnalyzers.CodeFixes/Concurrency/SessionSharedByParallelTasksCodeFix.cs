using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Concurrency;

/// <summary>Reads the values before the tasks start, where no more than one of them writes (SESS1005).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionSharedByParallelTasksCodeFix)), Shared]
public sealed class SessionSharedByParallelTasksCodeFix() : PlannedCodeFixProvider("SESS1005")
{
    internal override string Title(Diagnostic diagnostic) => "Read the session's values before";

    private protected override string Intent(Diagnostic diagnostic) => "ReadBefore";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        SessionBody? body = finding.Model.GetBodies(finding.Root.SyntaxTree, cancellationToken).FirstOrDefault(b => b.Accesses.Any(a => a.Location.SourceSpan == finding.Span));
        if (body is null)
        {
            return Blocker.OfAnotherSource;
        }

        List<ParallelCode> parallels = [.. new ParallelStrands(finding.SemanticModel, cancellationToken).In(body.Syntax)
            .Where(p => p.Strands.Any(s => s.Span.Contains(finding.Span)))];
        if (parallels is not [var parallel] || parallel.Strands.Any(static s => s.IsMany))
        {
            return new Blocker("several threads write", finding.Diagnostic.Location);
        }

        // Whether a read comes before or after a write of its key must not be decided here.
        ILookup<bool, SessionAccess> accesses = body.Accesses.Where(a => parallel.Strands.Any(s => s.Span.Contains(a.Syntax.Span))).ToLookup(static a => a.Kind == SessionAccessKind.Read);
        if (accesses[true].Any(r => accesses[false].Any(w => w.Kind == SessionAccessKind.Clear || w.Key.MayMatch(r.Key))))
        {
            return new Blocker("the key that is read is written", finding.Diagnostic.Location);
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        foreach (Strand strand in parallel.Strands.Where(s => !s.Span.Contains(finding.Span) && body.Accesses.Any(a => s.Span.Contains(a.Syntax.Span))))
        {
            if (finding.Root.FindNode(strand.Span, getInnermostNodeForTie: true) is not AnonymousFunctionExpressionSyntax function)
            {
                return new Blocker("the other code is no lambda", finding.Diagnostic.Location);
            }

            if (ReadHoist.Out(edits, function, finding.Model, finding.SemanticModel, cancellationToken) is { } blocker)
            {
                return blocker;
            }
        }

        return edits.IsEmpty ? new Blocker("there is nothing to read before", finding.Diagnostic.Location) : null;
    }
}
