using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports an endpoint that lets a user in, or turns one away, by an identity kept in the session (SESS2013).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AuthorizationFromSessionValue() : SessionDiagnosticAnalyzer(SecurityDescriptors.AuthorizationFromSessionValue)
{
    private static readonly HashSet<string> Refusals = ["Unauthorized", "Forbid", "Challenge", "UnauthorizedResult", "ForbidResult", "ChallengeResult"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var read in body.Accesses)
                {
                    if (read.Kind == SessionAccessKind.Read && model.IsIdentity(read) && DecisionsOn(read.Syntax).Any(Refuses))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.AuthorizationFromSessionValue, read, read.Key.ToString()));
                    }
                }
            }
        });

    /// <summary>The if statements whose condition contains the read, or the local that it initializes.</summary>
    private static IEnumerable<IfStatementSyntax> DecisionsOn(SyntaxNode read)
    {
        if (read.FirstAncestorOrSelf<IfStatementSyntax>() is { } around && around.Condition.Contains(read))
        {
            yield return around;
        }

        if (read.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Identifier.ValueText: var local })
        {
            foreach (var statement in SignInScope.Of(read).Function.DescendantNodes().OfType<IfStatementSyntax>())
            {
                if (statement.Condition.DescendantTokens().Any(token => token.ValueText == local))
                {
                    yield return statement;
                }
            }
        }
    }

    private static bool Refuses(IfStatementSyntax statement)
        => statement.Statement.DescendantNodesAndSelf().Any(static node => node switch
        {
            InvocationExpressionSyntax invocation => SignInScope.NameOf(invocation) is { } name && (Refusals.Contains(name) || (name.StartsWith("Redirect", StringComparison.Ordinal) && IsToSignIn(invocation))),
            ObjectCreationExpressionSyntax { Type: var type } => Refusals.Contains(type.ToString()),
            _ => false,
        });

    private static bool IsToSignIn(InvocationExpressionSyntax redirect)
    {
        var target = redirect.ArgumentList.ToString();
        return target.IndexOf("login", StringComparison.OrdinalIgnoreCase) >= 0 || target.IndexOf("signin", StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
