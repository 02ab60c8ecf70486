using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Whether the language allows an await at a place, given that the function around it is or becomes async.</summary>
internal static class AwaitContext
{
    /// <summary>What forbids an await at <paramref name="node"/>, or null. A lock in <paramref name="removedLocks"/> is as good as gone.</summary>
    public static Blocker? Forbids(SyntaxNode node, SemanticModel semanticModel, ICollection<SyntaxNode> removedLocks, CancellationToken cancellationToken)
    {
        SyntaxNode? function = EnclosingFunction.Of(node);
        if (function is null)
        {
            return Blocker.At(node, "a constructor, accessor, operator, initialiser or attribute cannot await");
        }

        bool isArgument = false;
        for (SyntaxNode child = node, parent = node.Parent!; parent is not null && child != function; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case LockStatementSyntax @lock when child == @lock.Statement && !removedLocks.Contains(@lock):
                    return Blocker.At(node, "a lock cannot contain an await");
                case UnsafeStatementSyntax or FixedStatementSyntax:
                    return Blocker.At(node, "an unsafe context cannot contain an await");
                case CatchFilterClauseSyntax:
                    return Blocker.At(node, "an exception filter cannot contain an await");
                case QueryExpressionSyntax query when child == query.FromClause:
                    break;
                case FromClauseSyntax { Parent: QueryExpressionSyntax } from when child == from.Expression:
                    break;
                case JoinClauseSyntax join when child == join.InExpression:
                    break;
                case QueryClauseSyntax or SelectOrGroupClauseSyntax:
                    return Blocker.At(node, "a query clause cannot contain an await");
                case ArgumentListSyntax:
                    isArgument = true;
                    break;
                case ConditionalAccessExpressionSyntax conditional when child == conditional.WhenNotNull && !isArgument:
                    return Blocker.At(node, "a conditional access cannot be awaited in its middle");
                case RefExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None }:
                    return Blocker.At(node, "a value passed by reference cannot be awaited");
            }
        }

        if (function is AnonymousFunctionExpressionSyntax lambda)
        {
            ITypeSymbol? delegateType = semanticModel.GetTypeInfo(lambda, cancellationToken).ConvertedType;
            if (delegateType is { Name: "Expression", ContainingNamespace: { Name: "Expressions" } })
            {
                return Blocker.At(node, "an expression tree cannot contain an await");
            }
        }

        return null;
    }
}
