using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Ends the session at sign-out: destroys it on GranularSessions, clears it elsewhere (SESS2002).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionNotEndedAtSignOutCodeFix)), Shared]
public sealed class SessionNotEndedAtSignOutCodeFix() : PlannedCodeFixProvider("SESS2002")
{
    internal override string Title(Diagnostic diagnostic) => "End the session";

    private protected override string Intent(Diagnostic diagnostic) => "EndSession";

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        (SyntaxNode place, SessionModel model, SemanticModel semanticModel) = (finding.Node, finding.Model, finding.SemanticModel);
        if (SessionAtHand.At(place, semanticModel, cancellationToken) is not { } session)
        {
            return Blocker.At(place, "no session is at hand");
        }

        List<SessionAccess> accesses = [.. model.GetBodies(place.SyntaxTree, cancellationToken).SelectMany(static b => b.Accesses)];
        SyntaxNode function = SignInScope.Of(place).Function;
        if (accesses.FirstOrDefault(a => a.Kind == SessionAccessKind.Read && a.Syntax.SpanStart > place.Span.End && SignInScope.Of(a.Syntax).Function == function) is { } read)
        {
            return Blocker.At(read.Syntax, "what the session holds is read afterwards");
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        bool destroys = model.App.UsesGranularSessions && GranularSymbols.Resolve(model.Compilation);
        string end = destroys ? $"await {session.State}.DestroyAsync();" : session.Session + ".Clear();";
        if (destroys)
        {
            SessionAtHand.UseState(edits, semanticModel, place);
            if (await plan.Propagation.AwaitAtAsync(finding.Document, place, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        List<SyntaxNode> removals = [.. accesses
            .Where(static a => a is { Kind: SessionAccessKind.Remove, Inner: null })
            .Select(static a => a.Syntax)];
        return Write(edits, place, end, removals, destroys, semanticModel, cancellationToken);
    }

    private static Blocker? Write(
        DocumentEdits edits, SyntaxNode place, string end, List<SyntaxNode> removals, bool awaits, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (ExpressionBody.Of(place) is { } body)
        {
            // The removal that is all the function does is replaced by the end of the session.
            if (!removals.Contains(body.Expression))
            {
                return body.PutBefore(edits, end, awaits, semanticModel, cancellationToken);
            }

            edits.Rewrite(body.Expression, rewritten => SyntaxFactory.ParseExpression(end.TrimEnd(';')).WithTriviaFrom(rewritten));
            return null;
        }

        if (Statements.Containing(place) is not { } statement || Statements.Of(statement.Parent) is not { } statements)
        {
            return NewStatement.Before(edits, place, end);
        }

        int index = statements.IndexOf(statement);
        foreach (StatementSyntax superfluous in statements.Take(index).Reverse().TakeWhile(IsPlainRemoval).Concat(statements.Skip(index + 1).Where(IsPlainRemoval)))
        {
            edits.Remove(superfluous);
        }

        if (!IsRemoval(statement))
        {
            return NewStatement.Before(edits, place, end);
        }

        edits.Rewrite(statement, rewritten => SyntaxFactory.ParseStatement(end).WithTriviaFrom(rewritten));
        return null;

        bool IsRemoval(StatementSyntax s) => s is ExpressionStatementSyntax { Expression: var expression } && removals.Contains(expression);

        bool IsPlainRemoval(StatementSyntax s) =>
            IsRemoval(s) && s.DescendantTrivia().All(Trivia.IsBlank);
    }
}
