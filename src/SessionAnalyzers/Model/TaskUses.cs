using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

internal static class TaskUses
{
    /// <summary>What becomes of the task that <paramref name="expression"/> returns, judged by the code around it.</summary>
    public static TaskUse Of(ExpressionSyntax expression)
    {
        SyntaxNode node = expression;
        while (true)
        {
            switch (node.Parent)
            {
                case ParenthesizedExpressionSyntax or CastExpressionSyntax or ConditionalAccessExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression }:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or ConditionalExpressionSyntax:
                    node = node.Parent;
                    break;
                case AwaitExpressionSyntax:
                    return TaskUse.Awaited;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member, Parent: InvocationExpressionSyntax call } access when access.Expression == node:
                    switch (member)
                    {
                        case "ConfigureAwait" or "Unwrap" or "AsTask" or "WaitAsync" or "Preserve" or "ContinueWith":
                            node = call;
                            break;
                        case "Wait" or "GetAwaiter":
                            return TaskUse.Blocked;
                        default:
                            return member.EndsWith("Forget", StringComparison.Ordinal) ? TaskUse.Discarded : TaskUse.Kept;
                    }

                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } access when access.Expression == node:
                    return TaskUse.Blocked;
                case ExpressionStatementSyntax:
                case ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } }:
                case ArrowExpressionClauseSyntax { Parent: LocalFunctionStatementSyntax { ReturnType: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword } } }:
                    return TaskUse.Discarded;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } assignment when assignment.Right == node:
                    return TaskUse.Discarded;
                case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local }:
                    return IsNamedAgain(local) ? TaskUse.Kept : TaskUse.Discarded;
                default:
                    return TaskUse.Kept;
            }
        }
    }

    private static bool IsNamedAgain(VariableDeclaratorSyntax local)
        => SignInScope.Of(local).Function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == local.Identifier.ValueText);
}
