using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Whether an expression is text written in the code, through encodings, constants, fields and fallbacks.</summary>
internal static class HardCodedText
{
    private const int MaxDepth = 8;

    private static readonly string[] PlaceholderEndings = ["-here", "_here", " here", "placeholder"];

    private static readonly string[] Decodings = ["GetBytes", "FromBase64String", "FromHexString", "ToArray", "AsSpan", "Decode"];

    public static bool Is(ExpressionSyntax expression, SessionModel model, CancellationToken cancellationToken) => Is(expression, model, MaxDepth, cancellationToken);

    private static bool Is(ExpressionSyntax expression, SessionModel model, int depth, CancellationToken cancellationToken)
    {
        if (depth == 0 || model.GetSemanticModel(expression.SyntaxTree) is not { } semantics)
        {
            return false;
        }

        if (semantics.GetConstantValue(expression, cancellationToken) is { HasValue: true, Value: var constant })
        {
            return constant is string { Length: > 0 } text && !IsPlaceholder(text);
        }

        switch (expression)
        {
            case LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.Utf8StringLiteralExpression):
                return literal.Token.ValueText.Length > 0;
            case ParenthesizedExpressionSyntax parenthesized:
                return Is(parenthesized.Expression, model, depth - 1, cancellationToken);
            case PostfixUnaryExpressionSyntax suppression:
                return Is(suppression.Operand, model, depth - 1, cancellationToken);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } fallback:
                return Is(fallback.Right, model, depth - 1, cancellationToken);
            case InvocationExpressionSyntax invocation when SignInScope.NameOf(invocation) is { } name && Decodings.Contains(name):
                return invocation.ArgumentList.Arguments is [{ Expression: var argument }, ..] ? Is(argument, model, depth - 1, cancellationToken)
                    : invocation.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && Is(receiver, model, depth - 1, cancellationToken);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax:
                return semantics.GetSymbolInfo(expression, cancellationToken).Symbol is { } symbol && Initializer(symbol, cancellationToken) is { } initializer
                    && Is(initializer, model, depth - 1, cancellationToken);
            default:
                return false;
        }
    }

    private static ExpressionSyntax? Initializer(ISymbol symbol, CancellationToken cancellationToken)
        => symbol is IFieldSymbol { IsReadOnly: false, IsConst: false } ? null : symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: var value } => value,
            PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => value,
            _ => null,
        };

    private static bool IsPlaceholder(string text) => PlaceholderEndings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || text[0] is '<' or '{' or '$' or '%' || text.Trim('*', 'x', 'X', '.', ' ').Length == 0;
}
