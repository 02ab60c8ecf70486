using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Finds what would have to be async for an await to stand at a place in the code.</summary>
internal static class EnclosingFunction
{
    /// <summary>
    /// The method, local function, lambda or, for top-level statements, compilation unit around <paramref name="node"/>,
    /// or the property that could become a method; null where code runs in something that is never async (an initialiser, an accessor, a constructor, an attribute).
    /// </summary>
    public static SyntaxNode? Of(SyntaxNode node)
    {
        foreach (SyntaxNode ancestor in node.Ancestors())
        {
            switch (ancestor)
            {
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MethodDeclarationSyntax:
                    // Defaults of parameters and attributes are outside the body.
                    return Body(ancestor)?.FullSpan.Contains(node.Span) == true ? ancestor : null;
                case GlobalStatementSyntax:
                    return ancestor.Parent;
                case PropertyDeclarationSyntax property:
                    return PropertyBody(property)?.FullSpan.Contains(node.Span) == true ? property : null;
                case AccessorDeclarationSyntax { Parent.Parent: PropertyDeclarationSyntax }:
                    break;
                case MemberDeclarationSyntax or AccessorDeclarationSyntax or AttributeSyntax:
                    return null;
            }
        }

        return null;
    }

    public static SyntaxNode? Body(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.Body,
        LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
        CompilationUnitSyntax unit => unit,
        PropertyDeclarationSyntax property => PropertyBody(property),
        _ => null,
    };

    /// <summary>The body of a property that has a getter and nothing else.</summary>
    private static SyntaxNode? PropertyBody(PropertyDeclarationSyntax property)
    {
        if (property.ExpressionBody is { } expression)
        {
            return expression;
        }

        return property is { Initializer: null, AccessorList.Accessors: { Count: 1 } accessors } && accessors[0].IsKind(SyntaxKind.GetAccessorDeclaration)
            ? (SyntaxNode?)accessors[0].Body ?? accessors[0].ExpressionBody
            : null;
    }

    public static bool IsAsync(SyntaxNode function) => function switch
    {
        AnonymousFunctionExpressionSyntax lambda => lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        CompilationUnitSyntax => true,
        _ => false,
    };

    /// <summary>The nodes of a function that run as part of it: nested lambdas and local functions left out.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode body) => body.DescendantNodesAndSelf(n => n == body || !IsNested(n)).Where(n => n == body || !IsNested(n));

    private static bool IsNested(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;
}
