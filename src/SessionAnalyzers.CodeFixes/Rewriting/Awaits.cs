using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Writes await expressions.</summary>
internal static class Awaits
{
    /// <summary>Awaits <paramref name="expression"/>, which takes the place of <paramref name="original"/>.</summary>
    public static ExpressionSyntax Await(ExpressionSyntax expression, SyntaxNode original)
    {
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space),
            expression.WithoutTrivia());
        return InPlaceOf(awaited, original).WithTriviaFrom(expression);
    }

    /// <summary>Puts parentheses around an expression where its new place binds tighter than it does.</summary>
    public static ExpressionSyntax InPlaceOf(ExpressionSyntax expression, SyntaxNode original) =>
        NeedsParentheses(expression, original)
            ? SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()).WithTriviaFrom(expression)
            : expression;

    private static bool NeedsParentheses(ExpressionSyntax expression, SyntaxNode original)
    {
        bool isUnary = expression is AwaitExpressionSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax;
        bool isPrimary = !isUnary && expression is not (BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax
            or AnonymousFunctionExpressionSyntax or IsPatternExpressionSyntax or SwitchExpressionSyntax or WithExpressionSyntax);
        return !isPrimary && original.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == original,
            ElementAccessExpressionSyntax access => access.Expression == original,
            InvocationExpressionSyntax call => call.Expression == original,
            ConditionalAccessExpressionSyntax access => access.Expression == original,
            PostfixUnaryExpressionSyntax => true,
            CastExpressionSyntax or PrefixUnaryExpressionSyntax or AwaitExpressionSyntax or BinaryExpressionSyntax or IsPatternExpressionSyntax
                or SwitchExpressionSyntax or WithExpressionSyntax => !isUnary,
            ConditionalExpressionSyntax => expression is AssignmentExpressionSyntax or AnonymousFunctionExpressionSyntax,
            _ => false,
        };
    }
}
