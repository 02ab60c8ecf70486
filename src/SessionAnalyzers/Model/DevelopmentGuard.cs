using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Whether code runs in development only: in the branch of an <c>IsDevelopment()</c> that is true there.</summary>
internal static class DevelopmentGuard
{
    public static bool Contains(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IfStatementSyntax statement when child == statement.Statement && Requires(statement.Condition, development: true):
                case ElseClauseSyntax { Parent: IfStatementSyntax { Condition: var refused } } when Requires(refused, development: false):
                case ConditionalExpressionSyntax conditional when child == conditional.WhenTrue && Requires(conditional.Condition, development: true):
                case ConditionalExpressionSyntax negated when child == negated.WhenFalse && Requires(negated.Condition, development: false):
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether the condition is true (or, for <paramref name="development"/> false, false) in development alone.</summary>
    private static bool Requires(ExpressionSyntax condition, bool development) => condition switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => Requires(inner, development),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } => Requires(operand, !development),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } both => development && (Requires(both.Left, development) || Requires(both.Right, development)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } either => !development && (Requires(either.Left, development) || Requires(either.Right, development)),
        InvocationExpressionSyntax test => development && SignInScope.NameOf(test) == "IsDevelopment",
        _ => false,
    };
}
