using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SessionAnalyzers.Model;

/// <summary>
/// What a compilation does to its sessions: one reading, shared by all rules and fixes. Thread-safe; bodies are analysed
/// when first asked for and only finished results are kept, so findings do not depend on the order of the questions.
/// </summary>
internal sealed class SessionModel
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<object, Lazy<SessionModel?>>> Models = new();
    private static readonly object NoConfiguration = new();

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _semanticModels = new();
    private readonly ConcurrentDictionary<SyntaxNode, SessionBody> _bodies = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<SyntaxNode>> _entries = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<string, Dictionary<IMethodSymbol, List<SyntaxNode>>> _implementations = new();
    private readonly ConcurrentDictionary<IMethodSymbol, SyntaxNode?> _targets = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, ImmutableArray<SessionBody>> _bodiesInUse = new();
    private readonly Lazy<SessionCandidates> _candidates;
    private readonly Lazy<SessionReach> _reach;
    private readonly Lazy<AppFacts> _app;
    private readonly object _indexing = new();

    private SessionKeyIndex? _keys;
    private ILookup<KeyPattern, IInvocationOperation>? _granularKeys;

    private SessionModel(Compilation compilation, SessionSymbols symbols, AnalyzerConfigOptionsProvider? configuration)
    {
        Compilation = compilation;
        Symbols = symbols;
        Configuration = new ProjectConfiguration(configuration);
        _candidates = new Lazy<SessionCandidates>(() => SessionCandidates.Of(compilation, Configuration));
        _reach = new Lazy<SessionReach>(() => new SessionReach(this, _candidates.Value));
        _app = new Lazy<AppFacts>(() => new AppFacts(this));
    }

    public Compilation Compilation { get; }

    public SessionSymbols Symbols { get; }

    /// <summary>What the user sets in <c>.editorconfig</c> and global analyzer configs.</summary>
    public ProjectConfiguration Configuration { get; }

    /// <summary>What the app configures anywhere in the compilation.</summary>
    public AppFacts App => _app.Value;

    /// <summary>The one model of a compilation and its options.</summary>
    /// <param name="compilation">The compilation.</param>
    /// <param name="options">The project's options; null for the defaults of all.</param>
    /// <returns>The model, or null where ASP.NET Core's <c>ISession</c> is not referenced.</returns>
    public static SessionModel? For(Compilation compilation, AnalyzerOptions? options = null)
    {
        var provider = options?.AnalyzerConfigOptionsProvider;
        return Models.GetOrCreateValue(compilation)
            .GetOrAdd(provider ?? NoConfiguration, _ => new Lazy<SessionModel?>(() => SessionSymbols.Create(compilation) is { } symbols ? new SessionModel(compilation, symbols, provider) : null))
            .Value;
    }

    /// <summary>Offers a semantic model that already exists, so that its bindings are shared.</summary>
    public void Use(SemanticModel semanticModel) => _semanticModels.TryAdd(semanticModel.SyntaxTree, semanticModel);

    /// <returns>The one semantic model of a tree, or null for a tree of another compilation.</returns>
    public SemanticModel? GetSemanticModel(SyntaxTree tree)
    {
        if (_semanticModels.TryGetValue(tree, out var semanticModel))
        {
            return semanticModel;
        }

        if (!Compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

#pragma warning disable RS1030 // The driver's model covers only the analysed tree; summaries need those of the methods it calls. One a tree is kept.
        return _semanticModels.GetOrAdd(tree, Compilation.GetSemanticModel(tree));
#pragma warning restore RS1030
    }

    /// <summary>The bodies of a tree that use the session, in source order.</summary>
    public ImmutableArray<SessionBody> GetBodies(SyntaxTree tree, CancellationToken cancellationToken)
        => _bodiesInUse.TryGetValue(tree, out var bodies) ? bodies
            : _bodiesInUse.GetOrAdd(tree, [.. GetCandidates(tree, cancellationToken).Select(node => GetBody(node, cancellationToken)).Where(static body => !body.Accesses.IsEmpty)]);

    /// <summary>The syntax of the bodies of a tree that may use the session, in source order: told by names and what they bind to.</summary>
    public IEnumerable<SyntaxNode> GetCandidates(SyntaxTree tree, CancellationToken cancellationToken)
    {
        foreach (var node in _candidates.Value.In(tree))
        {
            if (_reach.Value.MayUse(node, cancellationToken))
            {
                yield return node;
            }
        }
    }

    /// <summary>The bodies of the whole compilation that use the session, by tree and in source order.</summary>
    public IEnumerable<SessionBody> GetAllBodies(CancellationToken cancellationToken)
        => Compilation.SyntaxTrees.SelectMany(tree => GetBodies(tree, cancellationToken));

    /// <summary>The calls of methods with the given names anywhere in the compilation, by their syntax alone.</summary>
    public IEnumerable<InvocationExpressionSyntax> CallsOf(ImmutableHashSet<string> names, CancellationToken cancellationToken)
        => Compilation.SyntaxTrees
            .Where(tree => SyntaxUnit.NamesIn(tree).CallsAny(names))
            .SelectMany(tree => tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(call => SignInScope.NameOf(call) is { } name && names.Contains(name));

    /// <summary>Every use of every session key in the compilation. Built by the first to ask, which analyses all bodies.</summary>
    public SessionKeyIndex GetKeys(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _keys) is { } known)
        {
            return known;
        }

        // One builds, others wait: they would analyse the same bodies. A cancelled one leaves it to the next.
        lock (_indexing)
        {
            _keys ??= SessionKeyIndex.Create(this, cancellationToken);
            return _keys;
        }
    }

    /// <summary>The granular items of the compilation, by key.</summary>
    public ILookup<KeyPattern, IInvocationOperation> GetGranularKeys(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _granularKeys) is { } known)
        {
            return known;
        }

        var found = GranularKeys.In(this, cancellationToken).ToLookup(static item => item.Key, static item => item.Call);
        return Interlocked.CompareExchange(ref _granularKeys, found, null) ?? found;
    }

    /// <summary>The places of a tree that name a key, in source order.</summary>
    public IEnumerable<KeyUse> GetKeyUses(SyntaxTree tree, CancellationToken cancellationToken)
        => GetBodies(tree, cancellationToken).SelectMany(static body => body.Accesses).Any(static access => access.IsKeySite) ? GetKeys(cancellationToken).UsesIn(tree) : [];

    /// <inheritdoc cref="GetKeyUses(SyntaxTree, CancellationToken)"/>
    public IEnumerable<KeyUse> GetKeyUses(SyntaxTree tree, SessionAccessKind kind, CancellationToken cancellationToken)
        => GetKeyUses(tree, cancellationToken).Where(use => use.Kind == kind);

    /// <summary>The calls of a tree that sign a user in or out of authentication, external and two-factor steps left out.</summary>
    public IEnumerable<InvocationExpressionSyntax> AuthenticationCalls(SyntaxTree tree, ImmutableHashSet<string> names, CancellationToken cancellationToken)
    {
        if (!SyntaxUnit.NamesIn(tree).CallsAny(names))
        {
            return [];
        }

        return tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => SignInScope.NameOf(call) is { } name && names.Contains(name) && IsAuthentication(call, cancellationToken));
    }

    /// <summary>Whether a function signs somebody in: its text says so, or it calls what checks a credential.</summary>
    public bool SignsIn(SignInScope scope, CancellationToken cancellationToken)
        => scope.SignsIn
            || scope is { IsNamedSignOut: false, IsNamedCredentialChange: false }
                && scope.Function.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => ChecksCredential(call, cancellationToken));

    /// <summary>Whether a call hands over a credential, or hands back what a method of the app finds by one.</summary>
    private bool ChecksCredential(InvocationExpressionSyntax call, CancellationToken cancellationToken)
        => GetSemanticModel(call.SyntaxTree)?.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { ReturnsVoid: false } method
            && (method.Parameters.Any(static parameter => SignInScope.IsCredential(parameter.Name))
                || method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration && SignInScope.Of(declaration).ChecksCredential);

    /// <summary>Whether an access is of a key that holds who a user is or may do.</summary>
    public bool IsIdentity(SessionAccess access)
        => IdentityKeys.Contains(access.Key)
            || access.Key.IsKnown && Configuration.Get(ConfigurationOptions.IdentityKeys, access.Syntax.SyntaxTree).Contains(access.Key.ToString());

    public SessionBody GetBody(SyntaxNode node, CancellationToken cancellationToken)
        => _bodies.TryGetValue(node, out var body) ? body : new BodySolver(this, cancellationToken).Solve(node);

    internal bool TryGetFinished(SyntaxNode node, out SessionBody body) => _bodies.TryGetValue(node, out body!);

    internal void Publish(SessionBody body) => _bodies.TryAdd(body.Syntax, body);

    /// <summary>Whether anything of the compilation may use the session, judged by syntax.</summary>
    internal bool HasCandidates => !_candidates.Value.IsEmpty;

    /// <summary>Whether the body may use the session, judged by its syntax and that of the whole compilation.</summary>
    internal bool IsCandidate(SyntaxNode node) => _candidates.Value.Contains(node);

    /// <summary>Whether a member of that name may use the session, judged by syntax.</summary>
    internal bool IsCandidateName(string name) => !_candidates.Value.Named(name).IsEmpty;

    /// <summary>
    /// The source body a call runs: that of the method itself, or of the only implementation here that may use the session.
    /// </summary>
    internal SyntaxNode? FindBody(IMethodSymbol method, CancellationToken cancellationToken)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        method = method.PartialImplementationPart ?? method;
        return _targets.TryGetValue(method, out var node) ? node : _targets.GetOrAdd(method, Find(method, cancellationToken));
    }

    /// <summary>The bodies that fill an object of the type before any of its methods runs: constructors, initializers and static factories.</summary>
    internal ImmutableArray<SyntaxNode> EntriesOf(INamedTypeSymbol type, CancellationToken cancellationToken)
    {
        type = type.OriginalDefinition;
        if (_entries.TryGetValue(type, out var entries))
        {
            return entries;
        }

        var found = type.DeclaringSyntaxReferences
            .Where(reference => Compilation.ContainsSyntaxTree(reference.SyntaxTree))
            .SelectMany(reference => _candidates.Value.In(reference.SyntaxTree)
                .Where(node => IsEntry(node) && node.FirstAncestorOrSelf<TypeDeclarationSyntax>() == reference.GetSyntax(cancellationToken)));
        return _entries.GetOrAdd(type, [.. found]);
    }

    private bool IsAuthentication(InvocationExpressionSyntax call, CancellationToken cancellationToken)
    {
        // The scheme is an argument; of the others the method's name says what they do.
        if (SignInScope.NameOf(call) is "SignInAsync" or "SignOutAsync" or "SignOut" && call.ArgumentList.Arguments.ToString() is var arguments && (arguments.Contains("External") || arguments.Contains("TwoFactor")))
        {
            return false;
        }

        if (GetSemanticModel(call.SyntaxTree) is not { } semantics)
        {
            return false;
        }

        var symbol = semantics.GetSymbolInfo(call, cancellationToken);
        var method = symbol.Symbol ?? symbol.CandidateSymbols.FirstOrDefault();
        if (call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } declaration && semantics.GetDeclaredSymbol(declaration, cancellationToken) is { } around && IsAuthenticationItself(around))
        {
            return false;
        }

        if (SignInScope.NameOf(call) == "SignOut")
        {
            return method is { ContainingType.Name: "ControllerBase" or "PageModel" or "Results" or "TypedResults" };
        }

        return method is null || method.ContainingType is { } type && (type.Name is "SignInManager" or "AuthenticationHttpContextExtensions" or "IAuthenticationService" || type.BaseType?.Name == "SignInManager");
    }

    /// <summary>A sign-in manager or authentication handler of the app is called by what signs in.</summary>
    private static bool IsAuthenticationItself(INamedTypeSymbol type) => BaseTypes.Include(type, "SignInManager", "AuthenticationHandler", "RemoteAuthenticationHandler");

    /// <summary>Whether a body fills an object of its type before any other of its methods runs.</summary>
    internal static bool IsEntry(SyntaxNode node) => node switch
    {
        ConstructorDeclarationSyntax or EqualsValueClauseSyntax => true,
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.StaticKeyword),
        _ => false,
    };

    private SyntaxNode? Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (!method.IsAbstract)
        {
            return BodyNode(method, cancellationToken);
        }

        var name = method.AssociatedSymbol?.Name ?? method.Name;
        if (!_implementations.TryGetValue(name, out var implementations))
        {
            implementations = _implementations.GetOrAdd(name, ImplementationsNamed(name, cancellationToken));
        }

        return implementations.TryGetValue(method, out var nodes) && nodes is [var only] ? only : null;
    }

    /// <summary>The candidate bodies of a name, by each abstract member that they implement.</summary>
    private Dictionary<IMethodSymbol, List<SyntaxNode>> ImplementationsNamed(string name, CancellationToken cancellationToken)
    {
        var implementations = new Dictionary<IMethodSymbol, List<SyntaxNode>>(SymbolEqualityComparer.Default);
        foreach (var node in _candidates.Value.Named(name).SelectMany(static unit => unit.Bodies))
        {
            var declared = GetSemanticModel(node.SyntaxTree)?.GetDeclaredSymbol(Declaration(node), cancellationToken);
            if ((declared is IPropertySymbol property ? property.GetMethod : declared as IMethodSymbol) is not { IsAbstract: false, IsStatic: false } candidate)
            {
                continue;
            }

            foreach (var implemented in ImplementedBy(candidate))
            {
                if (!implementations.TryGetValue(implemented, out var nodes))
                {
                    implementations.Add(implemented, nodes = []);
                }

                nodes.Add(node);
            }
        }

        return implementations;
    }

    private static IEnumerable<IMethodSymbol> ImplementedBy(IMethodSymbol candidate)
    {
        for (var overridden = candidate.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
        {
            yield return overridden.OriginalDefinition;
        }

        foreach (var member in candidate.ContainingType.AllInterfaces.SelectMany(static type => type.GetMembers()).OfType<IMethodSymbol>())
        {
            if (candidate.Name.EndsWith(member.Name, StringComparison.Ordinal)
                && SessionSymbols.Same(candidate.ContainingType.FindImplementationForInterfaceMember(member), candidate))
            {
                yield return member.OriginalDefinition;
            }
        }
    }

    private static SyntaxNode Declaration(SyntaxNode body) => body is ArrowExpressionClauseSyntax { Parent: { } parent } ? parent : body;

    private SyntaxNode? BodyNode(IMethodSymbol method, CancellationToken cancellationToken)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault() is not { } reference || !Compilation.ContainsSyntaxTree(reference.SyntaxTree))
        {
            return null;
        }

        return reference.GetSyntax(cancellationToken) switch
        {
            BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } => null,
            BaseMethodDeclarationSyntax declaration => declaration,
            AccessorDeclarationSyntax { Body: null, ExpressionBody: null } => null,
            AccessorDeclarationSyntax accessor => accessor,
            ArrowExpressionClauseSyntax arrow => arrow,
            _ => null,
        };
    }
}
