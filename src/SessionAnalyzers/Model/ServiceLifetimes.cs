using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>The types of an app that live longer than a request, and why.</summary>
internal sealed class ServiceLifetimes
{
    private readonly HashSet<INamedTypeSymbol> _singletons = new(SymbolEqualityComparer.Default);
    private readonly bool _isBlazorServer;

    public ServiceLifetimes(SessionModel model, CancellationToken cancellationToken)
    {
        var shorter = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var call in model.App.Services.Calls)
        {
            var types = SignInScope.NameOf(call) switch
            {
                "AddSingleton" or "TryAddSingleton" or "AddKeyedSingleton" or "AddActivatedSingleton" => _singletons,
                "AddScoped" or "TryAddScoped" or "AddTransient" or "TryAddTransient" or "AddKeyedScoped" or "AddKeyedTransient" or "AddHttpClient" => shorter,
                _ => null,
            };
            if (types is not null && model.GetSemanticModel(call.SyntaxTree) is { } semantics)
            {
                types.UnionWith(RegisteredBy(call, semantics, cancellationToken));
            }
        }

        _singletons.ExceptWith(shorter);
        _isBlazorServer = model.App.Invokes("AddServerSideBlazor") && !model.App.Invokes("AddRazorComponents");
    }

    /// <returns>What the type is that its objects outlive a request; null where they do not, as far as can be seen.</returns>
    public string? WhyLong(INamedTypeSymbol type)
        => DerivesFrom(type, "Hub", "Microsoft.AspNetCore.SignalR") ? "a hub, which works as long as its connection"
            : type.AllInterfaces.Any(static implemented => implemented is { Name: "IHostedService", ContainingNamespace.Name: "Hosting" }) ? "a hosted service, which runs outside of requests"
            : IsMiddleware(type) ? "middleware, which is made once for all requests"
            : IsInteractive(type) ? "an interactive component, which lives as long as its circuit"
            : _singletons.Contains(type.OriginalDefinition) ? "a singleton"
            : null;

    private static IEnumerable<INamedTypeSymbol> RegisteredBy(InvocationExpressionSyntax call, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (semantics.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { TypeArguments: [.., INamedTypeSymbol implementation] })
        {
            yield return implementation.OriginalDefinition;
        }

        // The instance, what a factory makes, or typeof.
        foreach (var node in call.ArgumentList.DescendantNodes())
        {
            var type = node switch
            {
                TypeOfExpressionSyntax { Type: var named } => semantics.GetTypeInfo(named, cancellationToken).Type,
                BaseObjectCreationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: var target } } creation when target == call => semantics.GetTypeInfo(creation, cancellationToken).Type,
                BaseObjectCreationExpressionSyntax { Parent: LambdaExpressionSyntax or ReturnStatementSyntax } creation => semantics.GetTypeInfo(creation, cancellationToken).Type,
                _ => null,
            };
            if (type is INamedTypeSymbol registered)
            {
                yield return registered.OriginalDefinition;
            }
        }
    }

    /// <summary>Middleware by convention; an <c>IMiddleware</c> lives as it is registered.</summary>
    private static bool IsMiddleware(INamedTypeSymbol type)
        => type.InstanceConstructors.Any(static constructor => constructor.Parameters.Any(static parameter => parameter.Type.Name == "RequestDelegate"))
            && type.GetMembers().OfType<IMethodSymbol>().Any(static method => method is { Name: "Invoke" or "InvokeAsync", Parameters: [{ Type.Name: "HttpContext" }, ..] });

    private bool IsInteractive(INamedTypeSymbol type)
        => DerivesFrom(type, "ComponentBase", "Microsoft.AspNetCore.Components")
            && (_isBlazorServer || type.GetAttributes().Any(static attribute => attribute.AttributeClass?.BaseType?.Name == "RenderModeAttribute"));

    private static bool DerivesFrom(INamedTypeSymbol type, string name, string @namespace)
        => BaseTypes.Of(type).Any(ancestor => ancestor.Name == name && ancestor.ContainingNamespace.ToDisplayString() == @namespace);
}
