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
            .Where(static tree => SyntaxUnit.NamesIn(tree) is var names && (names.Uses("IServiceCollection") || names.Calls("CreateBuilder") || names.Calls("ConfigureServices") || names.Calls("AddSession")))
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
    public bool HasOtherCache => Calls.Any(static call => IsOtherCache(SignInScope.NameOf(call)) || NamesCache(call));

    /// <summary>Whether services go to code that cannot be seen and that has, or references, a distributed cache.</summary>
    public bool GoToCacheProvider => GoTo(
        static method => IsCacheProvider(method.ContainingAssembly.Name)
            || method.ContainingAssembly.TypeNames.Any(static type => type.Contains("DistributedCache"))
            || method.ContainingAssembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static reference => IsCacheProvider(reference.Name))));

    /// <summary>Whether services may go to code that cannot be seen and whose assembly references one of that name.</summary>
    public bool MayGoTo(Func<string, bool> assembly)
        => Calls.Any(call => _model.GetSemanticModel(call.SyntaxTree)?.GetSymbolInfo(call, _cancellationToken).Symbol is not IMethodSymbol)
            || GoTo(method => method.ContainingAssembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => assembly(reference.Name))));

    private bool GoTo(Func<IMethodSymbol, bool> isConcerned)
        => Calls.Any(call => _model.GetSemanticModel(call.SyntaxTree)?.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol method
            && (method.MethodKind == MethodKind.DelegateInvoke
                || (method.IsAbstract && IsOfApp(method))
                || (!IsOfApp(method) && !IsFramework(method.ContainingAssembly.Name) && isConcerned(method))));

    private bool IsOfApp(IMethodSymbol method) => SessionSymbols.Same(method.ContainingAssembly, _model.Compilation.Assembly);

    private static bool IsFramework(string assembly)
        => assembly.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || assembly.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) || assembly.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>Whether an assembly is a cache by its name, other than those that come with the framework.</summary>
    private static bool IsCacheProvider(string assembly)
        => assembly is "Microsoft.Extensions.Caching.StackExchangeRedis" or "Microsoft.Extensions.Caching.SqlServer" or "Microsoft.Extensions.Caching.Cosmos"
            || (!IsFramework(assembly) && (assembly.Contains("Redis") || assembly.Contains("Caching") || assembly.Contains("Cache") || assembly.Contains("Memcached")));

    private static bool IsOtherCache(string? name)
        => name is not (null or "AddDistributedMemoryCache" or "AddResponseCaching")
            && name.StartsWith("Add", StringComparison.Ordinal)
            && (name.EndsWith("Cache", StringComparison.Ordinal) || name.EndsWith("Caching", StringComparison.Ordinal) || name.EndsWith("Caches", StringComparison.Ordinal) || name.Contains("Redis"))
            && !OtherCaches.Contains(name)
            && !ImplicitCaches.Contains(name);

    /// <summary><c>AddSingleton&lt;IDistributedCache, …&gt;()</c>, <c>Replace(ServiceDescriptor.Singleton&lt;IDistributedCache&gt;(…))</c>.</summary>
    private static bool NamesCache(InvocationExpressionSyntax call)
        => call.DescendantNodes(static node => node is not AnonymousFunctionExpressionSyntax).OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == "IDistributedCache");

    private bool IsOnServices(InvocationExpressionSyntax call)
    {
        var semantics = _model.GetSemanticModel(call.SyntaxTree);
        return (call.Expression is MemberAccessExpressionSyntax { Expression: var receiver } && IsHolder(semantics?.GetTypeInfo(receiver, _cancellationToken).Type))
            || call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax or MemberAccessExpressionSyntax && IsHolder(semantics?.GetTypeInfo(argument.Expression, _cancellationToken).Type));
    }

    private static bool IsHolder(ITypeSymbol? type) => type is not null && Holders.Contains(type.Name);
}
