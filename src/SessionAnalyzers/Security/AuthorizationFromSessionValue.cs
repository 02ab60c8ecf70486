using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
            var decided = new HashSet<SyntaxNode>();
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var read in body.Accesses)
                {
                    if (read.Kind == SessionAccessKind.Read
                        && model.IsIdentity(read)
                        && !SignInScope.Of(read.Syntax).IsNamedSignOut
                        && DecisionsOn(read.Syntax).FirstOrDefault(static decision => Outcomes(decision).Any(Refuses)) is { } refusal
                        && decided.Add(refusal))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.AuthorizationFromSessionValue, read, read.Key.ToString()));
                    }
                }
            }
        });

    /// <summary>The if statements and conditional expressions whose condition contains the read, or the local that it initializes.</summary>
    private static IEnumerable<SyntaxNode> DecisionsOn(SyntaxNode read)
    {
        foreach (var around in read.Ancestors().TakeWhile(static node => node is not BaseMethodDeclarationSyntax))
        {
            if (ConditionOf(around)?.Contains(read) == true)
            {
                yield return around;
            }
        }

        if (read.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Identifier.ValueText: var local } declarator && SignInScope.Of(declarator).Function is var function && function.Contains(declarator))
        {
            foreach (var decision in function.DescendantNodes())
            {
                if (ConditionOf(decision)?.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == local) == true)
                {
                    yield return decision;
                }
            }
        }
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax statement => statement.Condition,
        ConditionalExpressionSyntax conditional => conditional.Condition,
        _ => null,
    };

    /// <summary>What is done either way. An if whose branch leaves decides on the statement that follows, too.</summary>
    private static IEnumerable<SyntaxNode> Outcomes(SyntaxNode decision)
    {
        switch (decision)
        {
            case ConditionalExpressionSyntax conditional:
                yield return conditional.WhenTrue;
                yield return conditional.WhenFalse;
                break;
            case IfStatementSyntax statement:
                yield return statement.Statement;
                if (statement.Else is { } otherwise)
                {
                    yield return otherwise.Statement;
                }
                else if (Leaves(statement.Statement) && statement.Parent is BlockSyntax block && block.Statements.IndexOf(statement) is var index && index + 1 < block.Statements.Count
                    && block.Statements[index + 1] is ReturnStatementSyntax next)
                {
                    yield return next;
                }

                break;
        }
    }

    private static bool Leaves(StatementSyntax statement) => statement is ReturnStatementSyntax || statement is BlockSyntax { Statements: [.., ReturnStatementSyntax] };

    private static bool Refuses(SyntaxNode outcome)
        => outcome.DescendantNodesAndSelf().Any(static node => node switch
        {
            InvocationExpressionSyntax invocation => SignInScope.NameOf(invocation) is { } name
                && (Refusals.Contains(name) || name.StartsWith("Redirect", StringComparison.Ordinal) && IsToSignIn(invocation.ArgumentList) || name == "StatusCode" && IsRefusal(invocation.ArgumentList)),
            ObjectCreationExpressionSyntax { Type: var type } creation => type.ToString() is var result
                && (Refusals.Contains(result) || result.StartsWith("Redirect", StringComparison.Ordinal) && IsToSignIn(creation) || result == "StatusCodeResult" && IsRefusal(creation)),
            AssignmentExpressionSyntax { Left: var target, Right: var status } => AssignedMember.NameOf(target) == "StatusCode" && IsRefusal(status),
            _ => false,
        });

    private static bool IsRefusal(SyntaxNode status)
        => status.DescendantTokens().Any(static token => token.ValueText is "401" or "403" or "Status401Unauthorized" or "Status403Forbidden" or "Unauthorized" or "Forbidden");

    private static bool IsToSignIn(SyntaxNode redirect)
    {
        var target = redirect.ToString();
        return target.IndexOf("login", StringComparison.OrdinalIgnoreCase) >= 0 || target.IndexOf("signin", StringComparison.OrdinalIgnoreCase) >= 0;
    }
}
