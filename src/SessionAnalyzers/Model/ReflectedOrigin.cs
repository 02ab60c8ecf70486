using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>An answer that allows whatever origin asks.</summary>
internal static class ReflectedOrigin
{
    /// <summary>Whether a value is the origin of the request, or a local that holds it.</summary>
    public static bool Is(ExpressionSyntax value, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(node => IsRequestOrigin(node, semantics, cancellationToken)))
        {
            return true;
        }

        return value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier =>
            semantics.GetSymbolInfo(identifier, cancellationToken).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: { } initializer } => initializer.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(node => IsRequestOrigin(node, semantics, cancellationToken)),
                SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax lookup } } } =>
                    lookup is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue", Expression: var headers }, ArgumentList.Arguments: [{ Expression: var name }, ..] }
                    && IsOfRequest(headers) && CorsHeader.Origin.IsNamed(name, semantics, cancellationToken),
                _ => false,
            });
    }

    /// <summary>Whether a function writes the header that allows credentials.</summary>
    public static bool IsCredentialed(SyntaxNode function, SemanticModel semantics, CancellationToken cancellationToken)
        => function.DescendantNodes().Any(node => node switch
        {
            ExpressionSyntax expression and (ElementAccessExpressionSyntax or MemberAccessExpressionSyntax) when CorsHeader.MayBe(expression) => CorsHeader.AllowCredentials.Is(expression, semantics, cancellationToken),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var headers }, ArgumentList.Arguments: [{ Expression: var name }, ..] } => CorsHeader.MayBeHeaders(headers) && CorsHeader.AllowCredentials.IsNamed(name, semantics, cancellationToken),
            _ => false,
        });

    /// <summary>Whether a function looks the origin up in a list, or compares it with something.</summary>
    public static bool IsChecked(SyntaxNode function, ExpressionSyntax reflected)
        => SignInScope.Of(function).Invoked().Any(static name => name is "Contains" or "Any" or "Equals" or "EndsWith" or "StartsWith" or "IsMatch" || name.StartsWith("Is", StringComparison.Ordinal) && name.Contains("Allowed"))
            || function.DescendantNodes().OfType<BinaryExpressionSyntax>().Any(binary =>
                binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                && !IsNothing(binary.Left) && !IsNothing(binary.Right)
                && (binary.ToString().IndexOf("origin", StringComparison.OrdinalIgnoreCase) >= 0 || reflected is IdentifierNameSyntax && (SyntaxFactory.AreEquivalent(binary.Left, reflected) || SyntaxFactory.AreEquivalent(binary.Right, reflected))));

    private static bool IsRequestOrigin(ExpressionSyntax expression, SemanticModel semantics, CancellationToken cancellationToken)
        => CorsHeader.MayBe(expression) && IsOfRequest(expression) && CorsHeader.Origin.Is(expression, semantics, cancellationToken);

    private static bool IsOfRequest(ExpressionSyntax expression) => expression.ToString().Contains("Request");

    private static bool IsNothing(ExpressionSyntax expression)
        => expression.IsKind(SyntaxKind.NullLiteralExpression) || expression is LiteralExpressionSyntax { Token.ValueText: "" or "0" } || expression.ToString() is "string.Empty" or "String.Empty";
}
