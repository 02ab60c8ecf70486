using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>What the rewrites ask of statements and of the lists that hold them.</summary>
internal static class Statements
{
    /// <summary>The statements of a block or of a switch section.</summary>
    public static SyntaxList<StatementSyntax>? Of(SyntaxNode? owner) => owner switch
    {
        BlockSyntax block => block.Statements,
        SwitchSectionSyntax section => section.Statements,
        _ => null,
    };

    /// <summary>The statement that contains a node directly in a list of statements.</summary>
    public static StatementSyntax? Containing(SyntaxNode node) => node.AncestorsAndSelf().OfType<StatementSyntax>().FirstOrDefault(static s => s is not BlockSyntax);

    /// <summary>The statement itself, or the only one of a block.</summary>
    public static StatementSyntax? Only(StatementSyntax statement) =>
        statement is BlockSyntax block ? block.Statements.Count == 1 ? block.Statements[0] : null : statement;

    /// <summary>Whether a jump leads out of the statement, other than by an exception.</summary>
    public static bool MayLeave(StatementSyntax statement, SemanticModel semanticModel) =>
        statement is not LocalDeclarationStatementSyntax and not ExpressionStatementSyntax
        && semanticModel.AnalyzeControlFlow(statement) is not { Succeeded: true, ExitPoints.IsEmpty: true, ReturnStatements.IsEmpty: true };

    /// <summary>Whether nothing after the statement runs when it has run.</summary>
    public static bool AlwaysLeaves(StatementSyntax statement, SemanticModel semanticModel) =>
        semanticModel.AnalyzeControlFlow(statement) is { Succeeded: true, EndPointIsReachable: false };

    /// <summary>Whether an expression is evaluated whenever its statement is run, and once.</summary>
    public static bool AlwaysEvaluates(StatementSyntax statement, ExpressionSyntax expression)
    {
        if (statement is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax)
        {
            return false;
        }

        SyntaxNode child = expression;
        for (SyntaxNode? parent = child.Parent; parent is not null && child != statement; child = parent, parent = parent.Parent)
        {
            bool isConditional = parent switch
            {
                BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.CoalesceExpression } binary => child == binary.Right,
                AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceAssignmentExpression } assignment => child == assignment.Right,
                ConditionalExpressionSyntax conditional => child != conditional.Condition,
                ConditionalAccessExpressionSyntax access => child == access.WhenNotNull,
                SwitchExpressionArmSyntax or SwitchLabelSyntax or WhenClauseSyntax or AnonymousFunctionExpressionSyntax => true,
                FromClauseSyntax from => from.Parent is not QueryExpressionSyntax,
                QueryClauseSyntax or SelectOrGroupClauseSyntax => true,
                _ => false,
            };
            if (isConditional)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a blank line comes before a statement and the comments above it.</summary>
    public static bool HasBlankLineAbove(SyntaxNode node) => node.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    /// <summary>What stands above a statement, followed by the comments of others that it takes the place of.</summary>
    public static SyntaxTriviaList WithCommentsOf(SyntaxTriviaList leading, IEnumerable<SyntaxNode> others)
    {
        SyntaxTrivia indentation = leading.LastOrDefault();
        foreach (SyntaxNode other in others)
        {
            SyntaxTriviaList above = other.GetLeadingTrivia();
            if (!above.Any(static t => t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia)))
            {
                continue;
            }

            if (leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia))
            {
                leading = leading.RemoveAt(leading.Count - 1);
            }

            leading = leading.AddRange(above
                .SkipWhile(static t => t.IsKind(SyntaxKind.EndOfLineTrivia))
                .Select(t => t.IsKind(SyntaxKind.WhitespaceTrivia) && indentation.IsKind(SyntaxKind.WhitespaceTrivia) ? indentation : t));
        }

        return leading;
    }

    /// <summary>The blank line and the indentation of a statement, without what its comments say.</summary>
    public static SyntaxTriviaList WithoutComments(SyntaxTriviaList leading)
    {
        IEnumerable<SyntaxTrivia> blankLines = leading.TakeWhile(static t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        SyntaxTrivia last = leading.LastOrDefault();
        return SyntaxFactory.TriviaList(last.IsKind(SyntaxKind.WhitespaceTrivia) ? blankLines.Append(last) : blankLines);
    }

    public static TNode WithBlankLineAbove<TNode>(TNode node, bool wanted) where TNode : SyntaxNode
    {
        SyntaxTriviaList leading = node.GetLeadingTrivia();
        return (HasBlankLineAbove(node), wanted) switch
        {
            (true, false) => node.WithLeadingTrivia(leading.RemoveAt(0)),
            (false, true) => node.WithLeadingTrivia(leading.Insert(0, SyntaxFactory.LineFeed)),
            _ => node,
        };
    }
}
