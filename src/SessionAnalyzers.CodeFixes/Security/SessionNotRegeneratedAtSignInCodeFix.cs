using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>
/// Regenerates the session id before a sign-in, or signs the user in to the session, where the app is on GranularSessions
/// (SESS2001). ASP.NET Core's own session can do neither, so there is no fix for it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionNotRegeneratedAtSignInCodeFix)), Shared]
public sealed class SessionNotRegeneratedAtSignInCodeFix() : PlannedCodeFixProvider("SESS2001")
{
    internal override string Title(Diagnostic diagnostic) => "Regenerate the session id";

    private protected override string Intent(Diagnostic diagnostic) => "RegenerateId";

    private protected override IEnumerable<PlannedFix> FixesFor(Diagnostic diagnostic) =>
    [
        .. base.FixesFor(diagnostic),
        new PlannedFix("Sign the user in to the session", "SignIn", (plan, finding, cancellationToken) => PlanAsync(plan, finding, signsIn: true, cancellationToken)),
    ];

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        PlanAsync(plan, finding, signsIn: false, cancellationToken);

    private static async Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, bool signsIn, CancellationToken cancellationToken)
    {
        (SyntaxNode found, SessionModel model, SemanticModel semanticModel) = (finding.Node, finding.Model, finding.SemanticModel);
        if (!model.App.UsesGranularSessions || !GranularSymbols.Resolve(model.Compilation))
        {
            return Blocker.At(found, "the app's session cannot regenerate its id");
        }

        // Once for the whole sign-in, before the ways to it part.
        SyntaxNode function = SignInScope.Of(found).Function;
        List<SyntaxNode> places = [.. SessionNotRegeneratedAtSignIn.PlacesIn(found.SyntaxTree, model, cancellationToken)
            .Select(static p => p.Place)
            .Where(p => SignInScope.Of(p).Function == function)];
        SyntaxNode place = places.Count > 1 ? Common(places) : found;
        if (!plan.Claim(function, "RegenerateId"))
        {
            return null;
        }

        if (SessionAtHand.At(found, semanticModel, cancellationToken) is not { } session)
        {
            return Blocker.At(found, "no session is at hand");
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        string call = "RegenerateIdAsync()";
        if (signsIn)
        {
            if (SignedInUser.Of(found, function, model, semanticModel, cancellationToken) is not { } user)
            {
                return Blocker.At(found, "which user signs in cannot be seen here");
            }

            call = $"SignInAsync({user.Id})";
            user.AddUsings(edits, semanticModel);
        }

        SessionAtHand.UseState(edits, semanticModel, place);
        return NewStatement.Before(edits, place, $"await {session.State}.{call};", awaits: true, semanticModel, cancellationToken)
            ?? await plan.Propagation.AwaitAtAsync(finding.Document, ExpressionBody.Of(place)?.Expression ?? place, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The statement with the first of several nodes, in the innermost list of statements that holds them all.</summary>
    private static SyntaxNode Common(List<SyntaxNode> nodes)
    {
        SyntaxNode? list = nodes[0].Ancestors().FirstOrDefault(a => Statements.Of(a) is not null && nodes.All(n => a.Span.Contains(n.Span)));
        return list is null ? nodes[0] : Statements.Of(list)!.Value.First(s => s.Span.Contains(nodes[0].Span));
    }
}
