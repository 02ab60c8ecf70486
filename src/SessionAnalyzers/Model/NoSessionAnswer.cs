using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>What a class answers where a session value is absent, as its other functions show.</summary>
internal static class NoSessionAnswer
{
    /// <summary>The result that is returned most often, in the type around a place, where the key or a local read from it is absent.</summary>
    public static ExpressionSyntax? For(SessionAccess read, SessionModel model, CancellationToken cancellationToken)
    {
        if (read.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return null;
        }

        return model.GetBodies(type.SyntaxTree, cancellationToken)
            .Where(body => type.Span.Contains(body.Syntax.Span))
            .SelectMany(static body => body.Accesses)
            .Where(access => access.Kind == SessionAccessKind.Read && access.Key.Matches(read.Key))
            .SelectMany(static access => Answers(access.Syntax))
            .GroupBy(static answer => answer.ToString())
            .OrderByDescending(static group => group.Count())
            .ThenBy(static group => group.Key, StringComparer.Ordinal)
            .Select(static group => group.First())
            .FirstOrDefault();
    }

    private static IEnumerable<ExpressionSyntax> Answers(SyntaxNode read)
    {
        var tested = read.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Initializer: not null } local
            ? SignInScope.Of(read).Function.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Identifier.ValueText && name.SpanStart > local.Span.End)
            : (IEnumerable<SyntaxNode>)[read];
        return tested.Select(AnswerWhereAbsent).OfType<ExpressionSyntax>().Distinct();
    }

    private static ExpressionSyntax? AnswerWhereAbsent(SyntaxNode value)
        => value.FirstAncestorOrSelf<IfStatementSyntax>() is { Condition: var condition, Statement: var statement } && condition.Contains(value) && SaysAbsent(condition)
            && (statement is BlockSyntax { Statements: [var only] } ? only : statement) is ReturnStatementSyntax { Expression: { } answer } && IsAnswer(answer)
                ? answer
                : null;

    private static bool SaysAbsent(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } => true,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.NullLiteralExpression } or UnaryPatternSyntax { Pattern: RecursivePatternSyntax } } => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" } } => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: InvocationExpressionSyntax call } => SignInScope.NameOf(call) == "TryParse",
        InvocationExpressionSyntax call => SignInScope.NameOf(call) is "IsNullOrEmpty" or "IsNullOrWhiteSpace",
        _ => false,
    };

    /// <summary>Only what depends on nothing of the function it stands in.</summary>
    private static bool IsAnswer(ExpressionSyntax answer)
        => answer is InvocationExpressionSyntax call && SignInScope.NameOf(call) is { } name
            && (RequestRefusal.IsRedirect(name) || name is "Unauthorized" or "Challenge" or "Forbid" or "Page" or "NotFound" or "BadRequest")
            && call.ArgumentList.Arguments.All(static argument => argument.Expression is LiteralExpressionSyntax || argument.Expression is InvocationExpressionSyntax named && SignInScope.NameOf(named) == "nameof");
}
