using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Code that puts the request's session into a field, a property or a collection.</summary>
internal static class KeptSession
{
    /// <summary>Where a value ends up: the field or property that is assigned, or that holds the collection it is added to.</summary>
    public static ISymbol? HolderOf(SyntaxNode value, SemanticModel semantics, CancellationToken cancellationToken) => value.Parent switch
    {
        AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { Expression: var collection } } => Member(collection, semantics, cancellationToken),
        AssignmentExpressionSyntax { Left: var target } => Member(target, semantics, cancellationToken),
        EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax } field } => semantics.GetDeclaredSymbol(field, cancellationToken),
        EqualsValueClauseSyntax { Parent: PropertyDeclarationSyntax property } => semantics.GetDeclaredSymbol(property, cancellationToken),
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var collection, Name: var method } } }
            when semantics.GetTypeInfo(collection, cancellationToken).Type is { } type && IsCollection(type) && semantics.GetSymbolInfo(method, cancellationToken).Symbol is IMethodSymbol { IsExtensionMethod: false }
            => Member(collection, semantics, cancellationToken),
        _ => null,
    };

    /// <summary>Whether an expression is the session of a request: asked of the request, handed in, or injected; not one that is made here.</summary>
    public static bool IsOfRequest(ExpressionSyntax value, SemanticModel semantics, SessionSymbols symbols, CancellationToken cancellationToken)
    {
        value = Core(value);
        return symbols.IsSession(semantics.GetTypeInfo(value, cancellationToken).Type) && semantics.GetSymbolInfo(value, cancellationToken).Symbol switch
        {
            IPropertySymbol { Name: WellKnownMemberNames.HttpContext.Session, ContainingType.Name: "HttpContext" or "ISessionFeature" } => true,
            IParameterSymbol => true,
            ILocalSymbol local => LocalInitializer.Of(local, value, cancellationToken) is { } initial
                && Core(initial) is not IdentifierNameSyntax
                && IsOfRequest(initial, semantics, symbols, cancellationToken),
            IMethodSymbol { MethodKind: not MethodKind.Constructor, Name: "GetRequiredService" or "GetService" } => true,
            _ => false,
        };
    }

    /// <summary>The name that an expression ends in, or null: enough to tell most code apart before it is bound.</summary>
    public static string? NameOf(ExpressionSyntax value) => Core(value) switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        MemberBindingExpressionSyntax { Name.Identifier.ValueText: var name } => name,
        IdentifierNameSyntax { Identifier.ValueText: var name } => name,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList.Arguments: [IdentifierNameSyntax { Identifier.ValueText: var service }] } } } => service,
        _ => null,
    };

    /// <summary>The expression without what only guards against null.</summary>
    private static ExpressionSyntax Core(ExpressionSyntax value)
    {
        while (true)
        {
            switch (value)
            {
                case ParenthesizedExpressionSyntax { Expression: var inner }:
                    value = inner;
                    break;
                case PostfixUnaryExpressionSyntax { Operand: var operand }:
                    value = operand;
                    break;
                case BinaryExpressionSyntax { Left: var left, OperatorToken.ValueText: "??" }:
                    value = left;
                    break;
                case ConditionalAccessExpressionSyntax { WhenNotNull: var accessed }:
                    value = accessed;
                    break;
                default:
                    return value;
            }
        }
    }

    private static ISymbol? Member(ExpressionSyntax target, SemanticModel semantics, CancellationToken cancellationToken)
        => semantics.GetSymbolInfo(target, cancellationToken).Symbol is { Kind: SymbolKind.Field or SymbolKind.Property } member ? member : null;

    private static bool IsCollection(ITypeSymbol type) => type.AllInterfaces.Any(static implemented => implemented.Name == "IEnumerable") && type.SpecialType != SpecialType.System_String;
}
