using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>The calls with which a compilation registers services, as far as they decide what the session is stored in.</summary>
internal sealed class ServiceRegistrations
{
    private static readonly ImmutableHashSet<string> Holders =
        ["IServiceCollection", "ServiceCollection", "WebApplicationBuilder", "IHostApplicationBuilder", "HostApplicationBuilder", "IHostBuilder", "IWebHostBuilder", "IMvcBuilder", "IMvcCoreBuilder", "ConfigureHostBuilder", "ConfigureWebHostBuilder"];

    private static readonly ImmutableHashSet<string> ImplicitCaches = ["AddMvc", "AddControllersWithViews", "AddRazorPages", "AddCacheTagHelper"];

    private static readonly ImmutableHashSet<string> OtherCaches = ["AddMemoryCache", "AddOutputCache", "AddHybridCache"];

    private readonly SessionModel _model;
    private readonly CancellationToken _cancellationToken;

    public ServiceRegistrations(SessionModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _cancellationToken = cancellationToken;
        Calls = [.. model.Compilation.SyntaxTrees
            .Where(static tree => SyntaxUnit.In(tree).Any(static unit => unit.Uses("IServiceCollection") || unit.Calls("CreateBuilder") || unit.Calls("ConfigureServices") || unit.Calls("AddSession")))
            .SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(IsOnServices)];
    }

    /// <summary>The calls on the services, or on a builder that holds them, by tree and in source order.</summary>
    public ImmutableArray<InvocationExpressionSyntax> Calls { get; }

    /// <summary>The calls of <c>AddDistributedMemoryCache</c>.</summary>
    public IEnumerable<InvocationExpressionSyntax> MemoryCaches => Calls.Where(static call => SignInScope.NameOf(call) == "AddDistributedMemoryCache");

    /// <summary>The calls that register an in-memory cache besides what they are for.</summary>
    public IEnumerable<InvocationExpressionSyntax> ImplicitMemoryCaches => Calls.Where(static call => SignInScope.NameOf(call) is { } name && ImplicitCaches.Contains(name));

    /// <summary>Whether a cache that outlives the process is registered, or may be: by name, or by hand.</summary>
    public bool HasOtherCache => _model.App.Mentions("IDistributedCache")
        || Calls.Any(static call => SignInScope.NameOf(call) is { } name
            && name.StartsWith("Add", StringComparison.Ordinal)
            && (name.EndsWith("Cache", StringComparison.Ordinal) || name.EndsWith("Caching", StringComparison.Ordinal) || name.EndsWith("Caches", StringComparison.Ordinal) || name.Contains("Redis"))
            && name is not ("AddDistributedMemoryCache" or "AddResponseCaching")
            && !OtherCaches.Contains(name));

    /// <summary>Whether services go to code that cannot be seen and whose assembly references one of those named.</summary>
    public bool GoTo(Func<string, bool> assembly)
        => Calls.Any(call => _model.GetSemanticModel(call.SyntaxTree)?.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol method
            || method.MethodKind == MethodKind.DelegateInvoke
            || IsUnseen(method) && method.ContainingAssembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => assembly(reference.Name))));

    private bool IsUnseen(IMethodSymbol method)
        => method.IsAbstract && SessionSymbols.Same(method.ContainingAssembly, _model.Compilation.Assembly)
            || (!SessionSymbols.Same(method.ContainingAssembly, _model.Compilation.Assembly)
                && !method.ContainingAssembly.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                && !method.ContainingAssembly.Name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
                && !method.ContainingAssembly.Name.StartsWith("System.", StringComparison.Ordinal));

    private bool IsOnServices(InvocationExpressionSyntax call)
    {
        var semantics = _model.GetSemanticModel(call.SyntaxTree);
        return (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && IsHolder(semantics?.GetTypeInfo(receiver, _cancellationToken).Type))
            || call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && IsHolder(semantics?.GetTypeInfo(argument.Expression, _cancellationToken).Type));
    }

    private static bool IsHolder(ITypeSymbol? type) => type is not null && Holders.Contains(type.Name);
}
