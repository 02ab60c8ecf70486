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

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        (SyntaxNode access, SemanticModel semanticModel) = (finding.Node, finding.SemanticModel);
        if (finding.Document is SourceGeneratedDocument || EndpointFunction.Of(access, semanticModel, cancellationToken) is not { } endpoint)
        {
            return Blocker.OfAnotherSource;
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

        return NewStatement.Before(plan.Edits.In(finding.Document), first, $"await {session.Session}.LoadAsync({Token(endpoint, session, semanticModel)});");
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
