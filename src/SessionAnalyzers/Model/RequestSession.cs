using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Where code asks a request for its session, which throws where <c>UseSession</c> does not serve the request.</summary>
internal static class RequestSession
{
    private const string Session = WellKnownMemberNames.HttpContext.Session;

    /// <summary>The places in the whole compilation, by tree and in source order.</summary>
    public static IEnumerable<SyntaxNode> AllIn(SessionModel model, CancellationToken cancellationToken)
        => model.Compilation.SyntaxTrees
            .Where(static tree => SyntaxUnit.NamesIn(tree).Uses(Session))
            .SelectMany(tree => In(tree.GetRoot(cancellationToken), model, cancellationToken));

    /// <summary>The first place in the code of a function itself, directly or through what it calls; null for none.</summary>
    public static SyntaxNode? FirstIn(SyntaxNode function, SessionModel model, CancellationToken cancellationToken)
        => In(function, model, cancellationToken)
            .Concat(model.GetBodies(function.SyntaxTree, cancellationToken)
                .Where(body => body.Syntax.FullSpan.IntersectsWith(function.Span))
                .SelectMany(static body => body.Accesses)
                .Where(access => access.Wrapper is not null && function.Span.Contains(access.Syntax.Span) && !IsGuarded(access.Syntax))
                .Select(static access => access.Syntax))
            .FirstOrDefault(node => FunctionOf(node) == function);

    /// <summary>Whether the code belongs to middleware, which stands in the pipeline itself.</summary>
    public static bool IsInMiddleware(SyntaxNode node)
        => node.Ancestors().Any(static ancestor => ancestor switch
        {
            AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } } => SignInScope.NameOf(call) is "Use" or "Run" or "UseWhen" or "MapWhen",
            TypeDeclarationSyntax type => InvokeOf(type) is not null,
            _ => false,
        });

    /// <summary>The method with which a type is middleware.</summary>
    public static MethodDeclarationSyntax? InvokeOf(TypeDeclarationSyntax type)
        => type.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(static method =>
            method.Identifier.ValueText is "Invoke" or "InvokeAsync"
            && method.ParameterList.Parameters is [{ Type: { } context }, ..]
            && context.ToString().EndsWith("HttpContext", StringComparison.Ordinal));

    private static IEnumerable<SyntaxNode> In(SyntaxNode root, SessionModel model, CancellationToken cancellationToken)
        => root.DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == Session
                && model.GetSemanticModel(name.SyntaxTree)?.GetSymbolInfo(name, cancellationToken).Symbol is IPropertySymbol { ContainingType: var type } && type.ToDisplayString() == WellKnownTypeNames.HttpContext
                && !IsNameOf(name)
                && !IsGuarded(name));

    /// <summary>Whether the code is ready for there being no session.</summary>
    private static bool IsGuarded(SyntaxNode node)
        => node.Ancestors().Any(static ancestor => ancestor is TryStatementSyntax { Catches.Count: > 0 });

    private static bool IsNameOf(SyntaxNode node) => node.Ancestors().OfType<InvocationExpressionSyntax>().Any(static call => call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" });

    private static SyntaxNode? FunctionOf(SyntaxNode node)
        => node.Ancestors().FirstOrDefault(static ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax);
}
