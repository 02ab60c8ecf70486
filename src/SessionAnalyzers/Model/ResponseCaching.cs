using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Whether an endpoint's response is stored for all users: by itself, its group, its class, a policy or a profile of the app.</summary>
internal sealed class ResponseCaching
{
    private static readonly ImmutableHashSet<string> PolicyRegistrations = ["AddPolicy"];
    private static readonly ImmutableHashSet<string> BasePolicyRegistrations = ["AddBasePolicy"];
    private static readonly ImmutableHashSet<string> ProfileRegistrations = ["Add", "TryAdd"];

    private static readonly ImmutableHashSet<string> GetMappings = ["Map", "MapGet", "MapMethods", "MapFallback"];

    private static readonly string[] HttpGetters = ["HttpGetAttribute", "HttpHeadAttribute"];
    private static readonly string[] HttpMethods = ["HttpPostAttribute", "HttpPutAttribute", "HttpPatchAttribute", "HttpDeleteAttribute", .. HttpGetters];

    private readonly SessionModel _model;
    private readonly Lazy<bool> _isOnForAll;
    private readonly Lazy<ILookup<string, InvocationExpressionSyntax>> _mappingsByHandler;

    public ResponseCaching(SessionModel model)
    {
        _model = model;
        _isOnForAll = new Lazy<bool>(HasCachingBasePolicy);
        _mappingsByHandler = new Lazy<ILookup<string, InvocationExpressionSyntax>>(MappingsByHandler);
    }

    /// <summary>What turns the caching of an endpoint on.</summary>
    public enum Source
    {
        /// <summary>Nothing does, or it cannot be seen.</summary>
        None,

        /// <summary>An attribute or call on the endpoint itself.</summary>
        Endpoint,

        /// <summary>The class, the group of endpoints or the base policy.</summary>
        Shared,
    }

    public Source Of(SyntaxNode endpoint, SemanticModel semantics, CancellationToken cancellationToken) => endpoint switch
    {
        MethodDeclarationSyntax method when semantics.GetDeclaredSymbol(method, cancellationToken) is { } action => OfAction(action, cancellationToken) is var source and not Source.None
            ? source
            : OfMapped(action, cancellationToken),
        LocalFunctionStatementSyntax local when semantics.GetDeclaredSymbol(local, cancellationToken) is IMethodSymbol handler => OfMapped(handler, cancellationToken),
        AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax map } } lambda when semantics.GetSymbolInfo(lambda, cancellationToken).Symbol is IMethodSymbol method => OfMapping(method, map, semantics, cancellationToken),
        _ => Source.None,
    };

    private Source OfAction(IMethodSymbol action, CancellationToken cancellationToken)
    {
        if (!AnswersGet(action))
        {
            return Source.None;
        }

        if (CachingAttribute(action) is { } own)
        {
            return IsShared(own, cancellationToken) ? Source.Endpoint : Source.None;
        }

        return CachingAttribute(action.ContainingType) is { } ofType ? IsShared(ofType, cancellationToken) ? Source.Shared : Source.None
            : IsAction(action) && _isOnForAll.Value ? Source.Shared
            : Source.None;
    }

    /// <summary>The mappings of endpoints to methods, by the methods' names.</summary>
    private ILookup<string, InvocationExpressionSyntax> MappingsByHandler()
        => _model.CallsOf(GetMappings, CancellationToken.None)
            .SelectMany(static map => map.ArgumentList.Arguments, static (map, argument) => (map, name: AssignedMember.NameOf(argument.Expression)))
            .Where(static mapping => mapping.name.Length > 0)
            .ToLookup(static mapping => mapping.name, static mapping => mapping.map);

    /// <summary>A method that an endpoint is mapped to by its name.</summary>
    private Source OfMapped(IMethodSymbol handler, CancellationToken cancellationToken)
    {
        foreach (var map in _mappingsByHandler.Value[handler.Name])
        {
            if (_model.GetSemanticModel(map.SyntaxTree) is { } semantics
                && map.ArgumentList.Arguments.Any(argument => semantics.GetMemberGroup(argument.Expression, cancellationToken).Any(named => SessionSymbols.Same(named, handler)))
                && OfMapping(handler, map, semantics, cancellationToken) is var source and not Source.None)
            {
                return source;
            }
        }

        return Source.None;
    }

    private Source OfMapping(IMethodSymbol method, InvocationExpressionSyntax map, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (SignInScope.NameOf(map) is not { } name || !GetMappings.Contains(name))
        {
            return Source.None;
        }

        if (CachingAttribute(method) is { } attribute)
        {
            return IsShared(attribute, cancellationToken) ? Source.Endpoint : Source.None;
        }

        // The endpoint's own word is the last, then that of its innermost group.
        if (CallsOn(map, semantics, cancellationToken).LastOrDefault() is { } own)
        {
            return IsShared(own, semantics, cancellationToken) ? Source.Endpoint : Source.None;
        }

        for (var group = ReceiverOf(map); group is not null; group = GroupOf(group, semantics, cancellationToken) is { } mapping ? ReceiverOf(mapping) : null)
        {
            if (CachingsOfGroup(group, semantics, cancellationToken).LastOrDefault() is { } caching)
            {
                return IsShared(caching, semantics, cancellationToken) ? Source.Shared : Source.None;
            }
        }

        return _isOnForAll.Value ? Source.Shared : Source.None;
    }

    /// <summary>The output cache stores answers to GET and HEAD only.</summary>
    private static bool AnswersGet(IMethodSymbol action)
    {
        var verbs = action.GetAttributes().Select(static attribute => attribute.AttributeClass?.Name).Where(static name => HttpMethods.Contains(name)).ToList();
        return verbs.Count == 0 ? !action.Name.StartsWith("OnPost", StringComparison.Ordinal) : verbs.Any(static verb => HttpGetters.Contains(verb));
    }

    /// <summary>Whether MVC or Razor Pages route requests to the method.</summary>
    private static bool IsAction(IMethodSymbol method)
        => method is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, MethodKind: MethodKind.Ordinary }
            && !method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "NonActionAttribute")
            && (BaseTypes.Include(method.ContainingType, "ControllerBase") || method.Name.StartsWith("OnGet", StringComparison.Ordinal) && BaseTypes.Include(method.ContainingType, "PageModel"));

    private static AttributeData? CachingAttribute(ISymbol symbol)
        => symbol.GetAttributes().FirstOrDefault(static attribute => attribute.AttributeClass?.Name is "OutputCacheAttribute" or "ResponseCacheAttribute");

    /// <summary>Not where nothing is stored, only by the user's own browser, or by something that may tell users apart.</summary>
    private bool IsShared(AttributeData caching, CancellationToken cancellationToken)
    {
        var arguments = caching.NamedArguments;
        if (arguments.Any(static argument => argument is { Key: "NoStore", Value.Value: true } or { Key: "Duration", Value.Value: 0 } or { Key: "Location", Value.Value: 1 or 2 }
            || argument.Key is "VaryByHeader" or "VaryByHeaderNames" && NamesCookie(argument.Value)))
        {
            return false;
        }

        if (caching.AttributeClass!.Name == "OutputCacheAttribute")
        {
            return arguments.FirstOrDefault(static argument => argument.Key == "PolicyName").Value.Value is not string policy || IsSharedPolicy(policy, cancellationToken);
        }

        // [ResponseCache] without a duration sets no caching header.
        return arguments.Any(static argument => argument.Key == "Duration")
            || arguments.FirstOrDefault(static argument => argument.Key == "CacheProfileName").Value.Value is string profile && IsSharedProfile(profile, cancellationToken);
    }

    private static bool NamesCookie(TypedConstant headers)
        => headers.Kind == TypedConstantKind.Array ? !headers.Values.IsDefault && headers.Values.Any(NamesCookie) : headers.Value is string names && NamesCookie(names);

    private static bool NamesCookie(string headers) => headers.IndexOf("Cookie", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>A call of <c>CacheOutput</c>: with no argument, a policy's name, or a lambda that makes one.</summary>
    private bool IsShared(InvocationExpressionSyntax caching, SemanticModel semantics, CancellationToken cancellationToken) => caching.ArgumentList.Arguments switch
    {
        [] => true,
        [{ Expression: AnonymousFunctionExpressionSyntax build }, ..] => TellsNobodyApart(build),
        [{ Expression: var policy }] when semantics.GetConstantValue(policy, cancellationToken) is { HasValue: true, Value: string name } => IsSharedPolicy(name, cancellationToken),
        _ => false,
    };

    /// <summary>Whether a policy caches, for all users alike, whatever the request.</summary>
    private static bool TellsNobodyApart(AnonymousFunctionExpressionSyntax build)
        => !build.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(static call => 
            SignInScope.NameOf(call) is "NoCache" or "With" or "VaryByValue" or "AddPolicy" or "SetCacheKeyPrefix"
            || SignInScope.NameOf(call) is "SetVaryByHeader" && NamesCookie(call.ArgumentList.ToString()));

    /// <summary>A named policy without a definition here is taken for one that caches: that is what policies are for.</summary>
    private bool IsSharedPolicy(string name, CancellationToken cancellationToken)
        => !_model.CallsOf(PolicyRegistrations, cancellationToken).Any(registration =>
            registration.ArgumentList.Arguments is [{ Expression: var named }, { Expression: var build }, ..]
            && _model.GetSemanticModel(registration.SyntaxTree)?.GetConstantValue(named, cancellationToken) is { HasValue: true, Value: string policy } && policy == name
            && (build is not AnonymousFunctionExpressionSyntax lambda || !TellsNobodyApart(lambda)));

    private bool HasCachingBasePolicy()
        => _model.App.Invokes("UseOutputCache")
            && _model.CallsOf(BasePolicyRegistrations, default).ToList() is { Count: > 0 } policies
            && policies.All(static policy => policy.ArgumentList.Arguments is [{ Expression: AnonymousFunctionExpressionSyntax build }, ..] && TellsNobodyApart(build));

    /// <summary>Whether MVC's options define the profile, with a duration and for shared caches.</summary>
    private bool IsSharedProfile(string name, CancellationToken cancellationToken)
        => ProfileNamed(name, cancellationToken)?.Initializer is { } settings
            && settings.Expressions.OfType<AssignmentExpressionSyntax>().ToList() is var assignments
            && assignments.Any(static assignment => assignment is { Left: IdentifierNameSyntax { Identifier.ValueText: "Duration" }, Right: not LiteralExpressionSyntax { Token.ValueText: "0" } })
            && !assignments.Any(static assignment => assignment.Left.ToString() switch
            {
                "NoStore" => assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression),
                "Location" => !assignment.Right.ToString().EndsWith(".Any", StringComparison.Ordinal),
                "VaryByHeader" => NamesCookie(assignment.Right.ToString()),
                _ => false,
            });

    private BaseObjectCreationExpressionSyntax? ProfileNamed(string name, CancellationToken cancellationToken)
    {
        if (!_model.App.Mentions("CacheProfiles"))
        {
            return null;
        }

        foreach (var call in _model.CallsOf(ProfileRegistrations, cancellationToken))
        {
            if (call is { Expression: MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CacheProfiles" } }, ArgumentList.Arguments: [{ Expression: var key }, { Expression: BaseObjectCreationExpressionSyntax profile }] }
                && IsNamed(key))
            {
                return profile;
            }
        }

        return _model.Compilation.SyntaxTrees
            .Where(static tree => SyntaxUnit.NamesIn(tree).Uses("CacheProfiles"))
            .SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Where(assignment => assignment.Left is ElementAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CacheProfiles" }, ArgumentList.Arguments: [{ Expression: var key }] } && IsNamed(key))
            .Select(static assignment => assignment.Right)
            .OfType<BaseObjectCreationExpressionSyntax>()
            .FirstOrDefault();

        bool IsNamed(ExpressionSyntax key) => _model.GetSemanticModel(key.SyntaxTree)?.GetConstantValue(key, cancellationToken) is { HasValue: true, Value: string text } && text == name;
    }

    /// <summary>The calls of <c>CacheOutput</c> in the chain that begins with a call, or on the local that holds its result.</summary>
    private static IEnumerable<InvocationExpressionSyntax> CallsOn(InvocationExpressionSyntax first, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var call = first;
        for (; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }; call = next)
        {
            if (SignInScope.NameOf(next) == "CacheOutput")
            {
                yield return next;
            }
        }

        if (call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && semantics.GetDeclaredSymbol(declarator, cancellationToken) is { } local)
        {
            foreach (var later in CallsOnLocal(local, declarator, semantics, cancellationToken))
            {
                yield return later;
            }
        }
    }

    private static IEnumerable<InvocationExpressionSyntax> CallsOnLocal(ISymbol local, SyntaxNode declarator, SemanticModel semantics, CancellationToken cancellationToken)
        => SignInScope.Of(declarator).Function.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call =>
            SignInScope.NameOf(call) == "CacheOutput"
            && ChainOf(call).Last() is IdentifierNameSyntax { Identifier.ValueText: var name } root && name == local.Name
            && !ChainOf(call).OfType<InvocationExpressionSyntax>().Any(static link => SignInScope.NameOf(link)!.StartsWith("Map", StringComparison.Ordinal))
            && SessionSymbols.Same(semantics.GetSymbolInfo(root, cancellationToken).Symbol, local));

    /// <summary>The caching of what an endpoint is mapped on: a chain from <c>MapGroup</c>, or a local that holds one.</summary>
    private static IEnumerable<InvocationExpressionSyntax> CachingsOfGroup(ExpressionSyntax group, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (group is IdentifierNameSyntax)
        {
            return DeclaratorOf(group, semantics, cancellationToken) is { Initializer.Value: var initial } declarator && semantics.GetDeclaredSymbol(declarator, cancellationToken) is { } local
                ? CachingsOfGroup(initial, semantics, cancellationToken).Concat(CallsOnLocal(local, declarator, semantics, cancellationToken))
                : [];
        }

        return ChainOf(group).TakeWhile(static link => link is not InvocationExpressionSyntax call || SignInScope.NameOf(call) != "MapGroup")
            .OfType<InvocationExpressionSyntax>()
            .Where(static call => SignInScope.NameOf(call) == "CacheOutput")
            .Reverse();
    }

    /// <summary>The call of <c>MapGroup</c> that made a group.</summary>
    private static InvocationExpressionSyntax? GroupOf(ExpressionSyntax group, SemanticModel semantics, CancellationToken cancellationToken)
        => group is IdentifierNameSyntax ? DeclaratorOf(group, semantics, cancellationToken) is { Initializer.Value: InvocationExpressionSyntax initial } ? GroupOf(initial, semantics, cancellationToken) : null
            : ChainOf(group).OfType<InvocationExpressionSyntax>().FirstOrDefault(static call => SignInScope.NameOf(call) == "MapGroup");

    private static VariableDeclaratorSyntax? DeclaratorOf(ExpressionSyntax local, SemanticModel semantics, CancellationToken cancellationToken)
        => semantics.GetSymbolInfo(local, cancellationToken).Symbol is ILocalSymbol symbol
            ? LocalInitializer.Of(symbol, local, cancellationToken)?.Parent?.Parent as VariableDeclaratorSyntax
            : null;

    /// <summary>An expression, what it is called on, what that is called on, and so on.</summary>
    private static IEnumerable<ExpressionSyntax> ChainOf(ExpressionSyntax expression)
    {
        for (ExpressionSyntax? link = expression; link is not null; link = link is InvocationExpressionSyntax call ? ReceiverOf(call) : null)
        {
            yield return link;
        }
    }

    private static ExpressionSyntax? ReceiverOf(InvocationExpressionSyntax call) => (call.Expression as MemberAccessExpressionSyntax)?.Expression;
}
