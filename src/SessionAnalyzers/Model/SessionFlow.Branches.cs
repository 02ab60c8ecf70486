using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>What conditions say: which tests compare a session value, and which code excludes other code.</summary>
internal sealed partial class SessionFlow
{
    /// <summary>Whether a condition compares something to a value the compiler does not know, as a check of a token does.</summary>
    private bool IsComparison(IOperation condition)
    {
        condition = Unwrap(condition);
        switch (condition)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                return IsComparison(operand);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary:
                return ComparesUnknown(binary.LeftOperand, binary.RightOperand) || IsComparison(binary.LeftOperand) || IsComparison(binary.RightOperand);
            case IInvocationOperation { TargetMethod.Name: "Equals" or "SequenceEqual" or "FixedTimeEquals" or "Compare" or "CompareOrdinal" } invocation:
                var operands = invocation.Arguments.Select(static argument => argument.Value);
                return (invocation.Instance is { } instance ? operands.Prepend(instance) : operands).Take(2).ToArray() is [{ } left, { } right] && ComparesUnknown(left, right);
            case ILocalReferenceOperation { Local: var local }
                when LocalInitializer.Of(local, condition.Syntax, _context.CancellationToken) is { } initializer
                    && _context.Model.GetSemanticModel(initializer.SyntaxTree)?.GetValueOperation(initializer, _context.CancellationToken) is { } value:
                return IsComparison(value);
            default:
                return false;
        }

        static bool ComparesUnknown(IOperation left, IOperation right)
            => Unwrap(left).ConstantValue is { HasValue: false } && Unwrap(right).ConstantValue is { HasValue: false };
    }

    /// <summary>
    /// Whether no condition around the write contradicts one around the read: <c>if (guest) read … if (!guest) write</c> never
    /// runs both.
    /// </summary>
    private static bool CanPrecede(SessionAccess read, SessionAccess write)
    {
        if (read.Syntax.SyntaxTree != write.Syntax.SyntaxTree)
        {
            return true;
        }

        var required = GuardsOf(read.Syntax).ToList();
        return required.Count == 0
            || !GuardsOf(write.Syntax).Any(guard => required.Any(other => other.Condition == guard.Condition && other.Holds != guard.Holds && !other.Statement.Contains(write.Syntax)));
    }

    private static IEnumerable<(string Condition, bool Holds, SyntaxNode Statement)> GuardsOf(SyntaxNode node)
    {
        for (var child = node; child.Parent is { } parent && parent is not MemberDeclarationSyntax; child = parent)
        {
            if (parent is IfStatementSyntax statement && child != statement.Condition && IsStable(statement.Condition))
            {
                var (condition, holds) = Normalize(statement.Condition);
                yield return (condition, holds == (child == statement.Statement), statement);
            }
        }
    }

    private static (string Condition, bool Holds) Normalize(ExpressionSyntax condition)
    {
        var holds = true;
        while (true)
        {
            switch (condition)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    condition = parenthesized.Expression;
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not:
                    holds = !holds;
                    condition = not.Operand;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } different:
                    return (different.Left + "==" + different.Right, !holds);
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } equal:
                    return (equal.Left + "==" + equal.Right, holds);
                default:
                    return (condition.ToString(), holds);
            }
        }
    }

    /// <summary>Conditions over names alone; a call may answer differently the second time.</summary>
    private static bool IsStable(ExpressionSyntax condition)
        => !condition.DescendantNodesAndSelf().Any(static node => node is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax);
}
