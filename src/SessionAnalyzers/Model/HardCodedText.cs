using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Whether an expression is text or bytes written in the code, through encodings, constants, fields and fallbacks.</summary>
internal static class HardCodedText
{
    private const int MaxDepth = 8;
    private const int ShortestKey = 8;

    private static readonly string[] PlaceholderEndings = ["-here", "_here", " here", "placeholder"];

    private static readonly string[] Decodings = ["GetBytes", "FromBase64String", "FromHexString", "ToArray", "AsSpan", "Decode"];

    public static bool Is(ExpressionSyntax expression, SessionModel model, CancellationToken cancellationToken) => Is(expression, model, MaxDepth, cancellationToken);

    /// <summary>Whether an expression may be such text or bytes, before anything is bound.</summary>
    public static bool MayBe(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax invocation => SignInScope.NameOf(invocation) is { } name && Decodings.Contains(name),
        LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.Utf8StringLiteralExpression),
        IdentifierNameSyntax { Identifier.ValueText: var name } => NamesKey(name),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => NamesKey(name),
        ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax or CollectionExpressionSyntax => true,
        _ => false,
    };

    private static bool NamesKey(string name)
        => name.IndexOf("key", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("secret", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("bytes", StringComparison.OrdinalIgnoreCase) >= 0;

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
                return literal.Token.ValueText is { Length: > 0 } bytes && !IsPlaceholder(bytes);
            case InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ArrayInitializerExpression } elements:
                return AreKey(elements.Expressions, semantics, cancellationToken);
            case ArrayCreationExpressionSyntax { Initializer: { } elements }:
                return AreKey(elements.Expressions, semantics, cancellationToken);
            case ImplicitArrayCreationExpressionSyntax { Initializer: var elements }:
                return AreKey(elements.Expressions, semantics, cancellationToken);
            case CollectionExpressionSyntax { Elements: var elements }:
                return elements.All(static element => element is ExpressionElementSyntax) && AreKey(elements.OfType<ExpressionElementSyntax>().Select(static element => element.Expression), semantics, cancellationToken);
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

    /// <summary>Bytes that are all known, long enough for a key, and not all the same.</summary>
    private static bool AreKey(IEnumerable<ExpressionSyntax> elements, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var values = elements.Select(element => semantics.GetConstantValue(element, cancellationToken)).ToList();
        return values.Count >= ShortestKey && values.All(static value => value.HasValue) && values.Select(static value => value.Value).Distinct().Skip(1).Any();
    }

    private static ExpressionSyntax? Initializer(ISymbol symbol, CancellationToken cancellationToken)
        => symbol is IFieldSymbol { IsReadOnly: false, IsConst: false } or IPropertySymbol { SetMethod.IsInitOnly: false } || IsAssigned(symbol, cancellationToken) ? null
            : symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: var value } => value,
                PropertyDeclarationSyntax { Initializer.Value: { } value } => value,
                PropertyDeclarationSyntax { ExpressionBody.Expression: { } value } => value,
                _ => null,
            };

    /// <summary>Whether a local, a read-only field or a property gets another value than that of its declaration.</summary>
    private static bool IsAssigned(ISymbol symbol, CancellationToken cancellationToken)
    {
        var scope = symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is not { } declaration ? null
            : symbol is ILocalSymbol ? SignInScope.Of(declaration).Function
            : declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return scope?.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment => (assignment.Left switch
        {
            IdentifierNameSyntax { Identifier.ValueText: var name } => name,
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name.Identifier.ValueText: var name } => name,
            _ => null,
        }) == symbol.Name) == true;
    }

    private static bool IsPlaceholder(string text) => PlaceholderEndings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) || text[0] is '<' or '{' or '$' or '%' || text.Trim('*', 'x', 'X', '.', ' ').Length == 0;
}
