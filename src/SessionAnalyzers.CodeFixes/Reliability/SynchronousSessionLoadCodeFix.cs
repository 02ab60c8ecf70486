using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Loads the session asynchronously before its first access, cancelled with the request (SESS3007).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SynchronousSessionLoadCodeFix)), Shared]
public sealed class SynchronousSessionLoadCodeFix() : PlannedCodeFixProvider("SESS3007")
{
    internal override string Title(Diagnostic diagnostic) => "Load the session with LoadAsync";

    private protected override string Intent(Diagnostic diagnostic) => "LoadAsync";

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        SemanticModel? semanticModel = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        if (document is SourceGeneratedDocument || semanticModel is null
            || root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not { } access
            || EndpointFunction.Of(access, semanticModel, cancellationToken) is not { } endpoint)
        {
            return new Blocker("the finding is of another source");
        }

        if (EnclosingFunction.Body(endpoint) is not BlockSyntax body || body.Statements.FirstOrDefault(s => s.Span.Contains(access.Span)) is not { } first || first is LocalFunctionStatementSyntax)
        {
            return Blocker.At(endpoint, "there is no statement to load before");
        }

        if (SessionAtHand.At(access, semanticModel, cancellationToken) is not { } session)
        {
            return Blocker.At(access, "no session is at hand");
        }

        if (!plan.Claim(endpoint, "LoadAsync"))
        {
            return null;
        }

        return NewStatement.Before(plan.Edits.In(document), first, $"await {session.Session}.LoadAsync({Token(endpoint, session, semanticModel)});");
    }

    /// <summary>The cancellation token that the function has as a parameter, or that of its request.</summary>
    private static string Token(SyntaxNode endpoint, SessionAtHand session, SemanticModel semanticModel)
    {
        IEnumerable<ParameterSyntax> parameters = endpoint switch
        {
            MethodDeclarationSyntax method => method.ParameterList.Parameters,
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters,
            ParenthesizedLambdaExpressionSyntax lambda => lambda.ParameterList.Parameters,
            _ => [],
        };
        string? parameter = parameters.FirstOrDefault(p => semanticModel.GetDeclaredSymbol(p)?.Type.ToDisplayString() == "System.Threading.CancellationToken")?.Identifier.ValueText;
        return parameter ?? (session.Context is { } context ? context + ".RequestAborted" : "");
    }
}
