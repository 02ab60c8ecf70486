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

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || compilation is null || SessionModel.For(compilation) is not { } model || model.GetSemanticModel(root.SyntaxTree) is not { } semanticModel)
        {
            return new Blocker("the finding is of another source");
        }

        SessionBody? body = model.GetBodies(root.SyntaxTree, cancellationToken).FirstOrDefault(b => b.Accesses.Any(a => a.Location.SourceSpan == diagnostic.Location.SourceSpan));
        if (body is null)
        {
            return new Blocker("the finding is of another source");
        }

        List<ParallelCode> parallels = [.. new ParallelStrands(semanticModel, cancellationToken).In(body.Syntax)
            .Where(p => p.Strands.Any(s => s.Span.Contains(diagnostic.Location.SourceSpan)))];
        if (parallels is not [var parallel] || parallel.Strands.Any(static s => s.IsMany))
        {
            return new Blocker("several threads write", diagnostic.Location);
        }

        // Whether a read comes before or after a write of its key must not be decided here.
        ILookup<bool, SessionAccess> accesses = body.Accesses.Where(a => parallel.Strands.Any(s => s.Span.Contains(a.Syntax.Span))).ToLookup(static a => a.Kind == SessionAccessKind.Read);
        if (accesses[true].Any(r => accesses[false].Any(w => w.Kind == SessionAccessKind.Clear || w.Key.MayMatch(r.Key))))
        {
            return new Blocker("the key that is read is written", diagnostic.Location);
        }

        DocumentEdits edits = plan.Edits.In(document);
        foreach (Strand strand in parallel.Strands.Where(s => !s.Span.Contains(diagnostic.Location.SourceSpan) && body.Accesses.Any(a => s.Span.Contains(a.Syntax.Span))))
        {
            if (root.FindNode(strand.Span, getInnermostNodeForTie: true) is not AnonymousFunctionExpressionSyntax function)
            {
                return new Blocker("the other code is no lambda", diagnostic.Location);
            }

            if (ReadHoist.Out(edits, function, model, semanticModel, cancellationToken) is { } blocker)
            {
                return blocker;
            }
        }

        return edits.IsEmpty ? new Blocker("there is nothing to read before", diagnostic.Location) : null;
    }
}
