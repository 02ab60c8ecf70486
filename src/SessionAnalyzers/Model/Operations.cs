using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

internal static class Operations
{
    /// <summary>The operation of an expression's value: parentheses and exclamation marks have none of their own.</summary>
    public static IOperation? GetValueOperation(this SemanticModel semantics, ExpressionSyntax expression, CancellationToken cancellationToken)
    {
        while (expression is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            expression = expression is ParenthesizedExpressionSyntax parenthesized ? parenthesized.Expression : ((PostfixUnaryExpressionSyntax)expression).Operand;
        }

        return semantics.GetOperation(expression, cancellationToken);
    }

    /// <summary>The operation without the conversions and awaits around it.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (true)
        {
            operation = WithoutConversions(operation);
            if (operation is not IAwaitOperation awaited)
            {
                return operation;
            }

            operation = awaited.Operation;
        }
    }

    /// <summary>The operation without the built-in conversions around it.</summary>
    public static IOperation WithoutConversions(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
