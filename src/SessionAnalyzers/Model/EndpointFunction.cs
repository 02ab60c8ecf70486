using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Finds the function that ASP.NET Core calls for a request: an action, a page handler, the delegate of an endpoint or middleware.</summary>
internal static class EndpointFunction
{
    /// <returns>The outermost such function around a node, or null where the app's own code calls it.</returns>
    public static SyntaxNode? Of(SyntaxNode node, SemanticModel semantics, CancellationToken cancellationToken)
        => node.Ancestors().LastOrDefault(ancestor => ancestor switch
        {
            MethodDeclarationSyntax method => IsAction(method, semantics, cancellationToken),
            AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } => IsMapping(call),
            LocalFunctionStatementSyntax local => local.ParameterList.Parameters.Any(static parameter => parameter.Type is IdentifierNameSyntax { Identifier.ValueText: "HttpContext" }),
            _ => false,
        });

    private static bool IsAction(MethodDeclarationSyntax declaration, SemanticModel semantics, CancellationToken cancellationToken)
        => declaration.Modifiers.Any(SyntaxKind.PublicKeyword)
            && !declaration.Modifiers.Any(SyntaxKind.StaticKeyword)
            && !declaration.Modifiers.Any(SyntaxKind.OverrideKeyword)
            && semantics.GetDeclaredSymbol(declaration, cancellationToken)?.ContainingType is { } type
            && BaseTypes.Include(type, "ControllerBase", "PageModel");

    private static bool IsMapping(InvocationExpressionSyntax call)
        => SignInScope.NameOf(call) is { } name && (name.StartsWith("Map", StringComparison.Ordinal) || name is "Use" or "Run");
}
