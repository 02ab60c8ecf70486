using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>An expression for the session, or for the context it belongs to, that code at a place can use.</summary>
internal sealed class SessionAtHand
{
    private readonly string _expression;
    private readonly bool _isContext;

    private SessionAtHand(string expression, bool isContext)
    {
        _expression = expression;
        _isContext = isContext;
    }

    /// <summary>Such as <c>HttpContext.Session</c>.</summary>
    public string Session => _isContext ? _expression + ".Session" : _expression;

    /// <summary>Such as <c>HttpContext</c>; null where only the session itself is at hand.</summary>
    public string? Context => _isContext ? _expression : null;

    /// <summary>Such as <c>HttpContext.GetSessionState()</c>.</summary>
    public string State => $"{_expression}.{GranularSymbols.GetSessionState}()";

    /// <summary>Looks in the code of a node itself, then among the parameters, locals and properties it can name.</summary>
    /// <returns>The expression, or null where there is none.</returns>
    public static SessionAtHand? At(SyntaxNode node, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        foreach (ExpressionSyntax expression in node.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
        {
            if (expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax)
                || expression.Parent is ConditionalAccessExpressionSyntax
                || expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression
                || expression.DescendantNodes().Any(static n => n is InvocationExpressionSyntax))
            {
                continue;
            }

            switch (semanticModel.GetTypeInfo(expression, cancellationToken).Type?.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString())
            {
                case WellKnownTypeNames.HttpContext:
                    return new SessionAtHand(expression.WithoutTrivia().ToString(), isContext: true);
                case WellKnownTypeNames.Session when expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" } session
                    && semanticModel.GetSymbolInfo(session, cancellationToken).Symbol?.ContainingType.ToDisplayString() == WellKnownTypeNames.HttpContext:
                    return new SessionAtHand(session.Expression.WithoutTrivia().ToString(), isContext: true);
                case WellKnownTypeNames.Session:
                    return new SessionAtHand(expression.WithoutTrivia().ToString(), isContext: false);
            }
        }

        ISymbol? named = semanticModel.LookupSymbols(node.SpanStart)
            .Where(s => TypeOf(s, node)?.WithNullableAnnotation(NullableAnnotation.None).ToDisplayString() is WellKnownTypeNames.HttpContext)
            .OrderBy(static s => s is IPropertySymbol)
            .FirstOrDefault();
        return named is null ? null : new SessionAtHand(named.Name, isContext: true);
    }

    /// <summary>Makes sure that <see cref="State"/> binds at a place.</summary>
    public static void UseState(DocumentEdits edits, SemanticModel semanticModel, SyntaxNode place)
    {
        if (semanticModel.Compilation.GetTypeByMetadataName(WellKnownTypeNames.HttpContext) is { } context
            && !semanticModel.LookupSymbols(place.SpanStart, context, GranularSymbols.GetSessionState, includeReducedExtensionMethods: true).Any())
        {
            edits.AddUsing(GranularSymbols.HttpExtensionsNamespace);
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol symbol, SyntaxNode node) => symbol switch
    {
        IParameterSymbol parameter => parameter.Type,
        ILocalSymbol local when local.Locations[0].SourceSpan.End < node.SpanStart => local.Type,
        IPropertySymbol { Name: "HttpContext", IsStatic: false } property => property.Type,
        _ => null,
    };
}
