using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a session read in an endpoint whose response is cached for all users (SESS2012).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionResponseCached() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionResponseCached)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            var reported = new HashSet<SyntaxNode>();
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var read in body.Accesses)
                {
                    if (read.Kind == SessionAccessKind.Read
                        && SignInScope.Of(read.Syntax).Function is var endpoint
                        && IsCached(endpoint, tree.SemanticModel, tree.CancellationToken)
                        && reported.Add(endpoint))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.SessionResponseCached, read, read.Key.ToString()));
                    }
                }
            }
        });

    private static bool IsCached(SyntaxNode endpoint, SemanticModel semantics, CancellationToken cancellationToken) => endpoint switch
    {
        MethodDeclarationSyntax method when semantics.GetDeclaredSymbol(method, cancellationToken) is { } action
            => (CachingAttribute(action) ?? CachingAttribute(action.ContainingType)) is { } caching && IsShared(caching),
        AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax map } } lambda
            => IsFollowedByCacheOutput(map) || (lambda as LambdaExpressionSyntax)?.AttributeLists.Any(static list => list.Attributes.Any(static attribute => attribute.Name.ToString() is "OutputCache" or "OutputCacheAttribute")) == true,
        _ => false,
    };

    private static AttributeData? CachingAttribute(ISymbol symbol)
        => symbol.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name is "OutputCacheAttribute" or "ResponseCacheAttribute");

    /// <summary>Not where nothing is stored, or only by the user's own browser.</summary>
    private static bool IsShared(AttributeData caching)
    {
        foreach (var argument in caching.NamedArguments)
        {
            if (argument is { Key: "NoStore", Value.Value: true } or { Key: "Duration", Value.Value: 0 } or { Key: "Location", Value.Value: 1 or 2 } or { Key: "CacheProfileName" })
            {
                return false;
            }
        }

        // [ResponseCache] without a duration sets no caching header.
        return caching.AttributeClass!.Name == "OutputCacheAttribute" || caching.NamedArguments.Any(static argument => argument.Key == "Duration");
    }

    private static bool IsFollowedByCacheOutput(InvocationExpressionSyntax map)
    {
        for (var call = map; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }; call = next)
        {
            if (SignInScope.NameOf(next) == "CacheOutput")
            {
                return true;
            }
        }

        return false;
    }
}
