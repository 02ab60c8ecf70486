using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>An answer that turns a user away: 401, 403, a challenge, or a redirect to the sign-in.</summary>
internal static class RequestRefusal
{
    private static readonly HashSet<string> Refusals = ["Unauthorized", "Forbid", "Challenge", "UnauthorizedResult", "ForbidResult", "ChallengeResult"];

    /// <summary>Whether an if statement or a conditional expression decides on one.</summary>
    public static bool DependsOn(SyntaxNode decision) => Outcomes(decision).Any(Refuses);

    /// <summary>Whether a method or result redirects: <c>RedirectToAction</c>, <c>LocalRedirectResult</c> and the like.</summary>
    public static bool IsRedirect(string name) => name.StartsWith("Redirect", StringComparison.Ordinal) || name.StartsWith("LocalRedirect", StringComparison.Ordinal);

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
                && (Refusals.Contains(name) || IsRedirect(name) && IsToSignIn(invocation.ArgumentList) || name == "StatusCode" && IsRefusal(invocation.ArgumentList)),
            ObjectCreationExpressionSyntax { Type: var type } creation => type.ToString() is var result
                && (Refusals.Contains(result) || IsRedirect(result) && IsToSignIn(creation) || result == "StatusCodeResult" && IsRefusal(creation)),
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
