using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>
/// Regenerates the session id before a sign-in, where the app is on GranularSessions (SESS2001). ASP.NET Core's own session
/// cannot, so there is no fix for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionNotRegeneratedAtSignInCodeFix)), Shared]
public sealed class SessionNotRegeneratedAtSignInCodeFix() : PlannedCodeFixProvider("SESS2001")
{
    internal override string Title(Diagnostic diagnostic) => "Regenerate the session id";

    private protected override string Intent(Diagnostic diagnostic) => "RegenerateId";

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not { } found
            || compilation is null || SessionModel.For(compilation, document.Project.AnalyzerOptions) is not { } model
            || model.GetSemanticModel(found.SyntaxTree) is not { } semanticModel)
        {
            return new Blocker("the finding is of another source");
        }

        if (!model.App.UsesGranularSessions || !GranularSymbols.Resolve(compilation))
        {
            return Blocker.At(found, "the app's session cannot regenerate its id");
        }

        // Once for the whole sign-in, before the ways to it part.
        SyntaxNode function = SignInScope.Of(found).Function;
        List<SyntaxNode> writes = [.. SessionNotRegeneratedAtSignIn.IdentityWrites(model, found.SyntaxTree, cancellationToken)
            .Select(static w => w.Syntax)
            .Where(w => SignInScope.Of(w).Function == function)];
        SyntaxNode place = writes.Count > 1 ? Common(writes) : found;
        if (!plan.Claim(function, "RegenerateId"))
        {
            return null;
        }

        if (SessionAtHand.At(found, semanticModel, cancellationToken) is not { } session)
        {
            return Blocker.At(found, "no session is at hand");
        }

        DocumentEdits edits = plan.Edits.In(document);
        SessionAtHand.UseState(edits, semanticModel, place);
        return NewStatement.Before(edits, place, $"await {session.State}.RegenerateIdAsync();")
            ?? await plan.Propagation.AwaitAtAsync(document, place, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The statement with the first of several nodes, in the innermost list of statements that holds them all.</summary>
    private static SyntaxNode Common(List<SyntaxNode> nodes)
    {
        SyntaxNode? list = nodes[0].Ancestors().FirstOrDefault(a => Statements.Of(a) is not null && nodes.All(n => a.Span.Contains(n.Span)));
        return list is null ? nodes[0] : Statements.Of(list)!.Value.First(s => s.Span.Contains(nodes[0].Span));
    }
}
