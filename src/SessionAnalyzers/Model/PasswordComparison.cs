using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>A password compared with something: by an operator, a pattern or a method.</summary>
internal static class PasswordComparison
{
    private static readonly ImmutableHashSet<string> Comparisons = ["Equals", "FixedTimeEquals"];

    public static bool MayBeIn(UsedNames names) => names.Any(IsPassword);

    /// <summary>Whether an expression compares a password, judged by its text.</summary>
    public static bool MayBe(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } binary => IsPassword(binary.Left) || IsPassword(binary.Right),
        IsPatternExpressionSyntax test => IsPassword(test.Expression),
        InvocationExpressionSyntax call => SignInScope.NameOf(call) is { } name && Comparisons.Contains(name),
        _ => false,
    };

    /// <returns>What a password is compared with; null where neither side is one, or both are.</returns>
    public static ExpressionSyntax? ComparedWith(ExpressionSyntax comparison)
        => SidesOf(comparison) is var (left, right) && IsPassword(left) != IsPassword(right) ? IsPassword(left) ? right : left : null;

    private static (ExpressionSyntax Left, ExpressionSyntax Right)? SidesOf(ExpressionSyntax comparison) => comparison switch
    {
        BinaryExpressionSyntax binary => (binary.Left, binary.Right),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } test => (test.Expression, constant),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: var refused } } } test => (test.Expression, refused),

        // An instance's Equals(text) or Equals(text, comparison), or the static Equals(left, right).
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var instance }, ArgumentList.Arguments: [{ Expression: var text }] } => (instance, text),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var instance }, ArgumentList.Arguments: [{ Expression: var text }, { Expression: var option }, ..] } when IsComparison(option) => (instance, text),
        InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var left }, { Expression: var right }, ..] } => (Text(left), Text(right)),
        _ => null,
    };

    /// <summary>The text behind its bytes: <c>FixedTimeEquals</c> compares those.</summary>
    private static ExpressionSyntax Text(ExpressionSyntax bytes)
        => bytes is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var text }] } call && SignInScope.NameOf(call) == "GetBytes" ? text : bytes;

    private static bool IsComparison(ExpressionSyntax expression) => expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: nameof(StringComparison) } };

    private static bool IsPassword(ExpressionSyntax expression)
        => (expression switch
        {
            IdentifierNameSyntax { Identifier.ValueText: var name } => name,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
            ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } } => name,
            _ => "",
        }) is var identifier && IsPassword(identifier);

    private static bool IsPassword(string identifier) => identifier.EndsWith("password", StringComparison.OrdinalIgnoreCase) || identifier.EndsWith("pwd", StringComparison.OrdinalIgnoreCase);
}
