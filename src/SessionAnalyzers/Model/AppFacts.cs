using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>What an app configures, wherever in the compilation it does. Computed when first asked for.</summary>
internal sealed class AppFacts
{
    private static readonly string[] RequestRegistrations = ["AddScoped", "AddTransient", "TryAddScoped", "TryAddTransient", "RegisterForDispose", "RegisterForDisposeAsync"];

    private readonly SessionModel _model;
    private readonly UsedNames _used = new();
    private readonly Lazy<bool> _isHost;
    private readonly Lazy<bool> _usesSession;
    private readonly Lazy<bool> _referencesProjects;
    private readonly Lazy<SessionSetup> _sessionSetup;
    private readonly Lazy<ServiceRegistrations> _services;
    private readonly Lazy<ImmutableArray<SessionWiringFault>> _wiringFaults;
    private readonly Lazy<ImmutableArray<CookieRegistration>> _cookieRegistrations;
    private readonly Lazy<CookiePolicy> _cookiePolicy;
    private readonly Lazy<ImmutableArray<(InvocationExpressionSyntax Call, string Reason)>> _inMemoryRegistrations;
    private readonly Lazy<IReadOnlyList<SyntaxNode>> _consentRequirements;
    private readonly Lazy<ServiceLifetimes> _lifetimes;

    public AppFacts(SessionModel model)
    {
        _model = model;
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            _used.Add(SyntaxUnit.NamesIn(tree));
        }

        _isHost = new Lazy<bool>(() => model.Compilation.GetEntryPoint(default) is not null || HasStartup(model.Compilation));
        _referencesProjects = new Lazy<bool>(() => model.Compilation.References.Any(reference => IsOfProject(reference, model.Compilation)));
        _sessionSetup = new Lazy<SessionSetup>(() => new SessionSetup(model));
        _services = new Lazy<ServiceRegistrations>(() => new ServiceRegistrations(model, default));
        _lifetimes = new Lazy<ServiceLifetimes>(() => new ServiceLifetimes(model, default));
        _consentRequirements = new Lazy<IReadOnlyList<SyntaxNode>>(() => TrackingConsent.RequiredBy(this, model, default));
        _inMemoryRegistrations = new Lazy<ImmutableArray<(InvocationExpressionSyntax Call, string Reason)>>(() => SessionStorage.OnlyInMemory(model));
        _wiringFaults = new Lazy<ImmutableArray<SessionWiringFault>>(() => SessionWiring.FaultsOf(model, default));
        _cookieRegistrations = new Lazy<ImmutableArray<CookieRegistration>>(() => [.. Registrations()]);
        _cookiePolicy = new Lazy<CookiePolicy>(() => CookiePolicy.Of(model, this));
        _usesSession = new Lazy<bool>(() => Invokes("AddSession") || Invokes("UseSession") || Invokes("AddGranularSessions") || model.GetAllBodies(default).Any(static body => !body.Accesses.IsEmpty));
    }

    /// <summary>Whether the app's pipeline is built here, so that what is not configured here is not configured at all.</summary>
    public bool IsHost => _isHost.Value;

    /// <summary>Whether code of the app may lie in another project: a project is referenced, or an assembly that is neither signed nor a package's.</summary>
    public bool ReferencesProjects => _referencesProjects.Value;

    /// <summary>Whether sessions are registered or accessed here.</summary>
    public bool UsesSession => _usesSession.Value;

    /// <summary>Every place that configures a cookie of the framework, or the policy over all.</summary>
    public ImmutableArray<CookieRegistration> CookieRegistrations => _cookieRegistrations.Value;

    /// <summary>What is done to all cookies.</summary>
    public CookiePolicy CookiePolicy => _cookiePolicy.Value;

    /// <summary>Whether the runtime's sessions are in use, so that their operations are there.</summary>
    public bool UsesGranularSessions => Invokes("UseGranularSessions");

    /// <summary>How the session is registered and used.</summary>
    public SessionSetup SessionSetup => _sessionSetup.Value;

    /// <summary>The services that are registered.</summary>
    public ServiceRegistrations Services => _services.Value;

    /// <summary>Where the pipeline or the services leave code without the session it uses.</summary>
    public ImmutableArray<SessionWiringFault> WiringFaults => _wiringFaults.Value;

    /// <summary>The calls that leave sessions in the memory of the process, each with what it does.</summary>
    public ImmutableArray<(InvocationExpressionSyntax Call, string Reason)> InMemoryRegistrations => _inMemoryRegistrations.Value;

    /// <summary>How long objects of the app's types live.</summary>
    public ServiceLifetimes Lifetimes => _lifetimes.Value;

    /// <summary>What says that cookies that are not essential wait for the visitor's consent.</summary>
    public IReadOnlyList<SyntaxNode> ConsentRequirements => _consentRequirements.Value;

    public bool Invokes(string method) => _used.Calls(method);

    public bool Mentions(string identifier) => _used.Uses(identifier);

    /// <summary>Whether another place of the app makes a setting of the same cookie safe, or may do so where it cannot be seen.</summary>
    public bool CompletesElsewhere(CookieRegistration registration, Func<CookieSettings, CookieSettings.Setting> setting)
        => !registration.ReplacesOptions
            && CookieRegistrations.Any(other => other.MayBeSameCookie(registration)
                && !other.ReplacesOptions
                && (other.MayFollow(registration) || (setting(registration.Settings) == CookieSettings.Setting.NotSet && !registration.Settings.IsNewBuilder))
                && (!other.IsKnown || setting(other.Settings) == CookieSettings.Setting.Safe));

    /// <summary>Whether objects of the type are disposed of when a request is over: services that live as long as one, and what is registered for it.</summary>
    public bool IsDisposedAfterRequest(INamedTypeSymbol type)
        => _model.Compilation.SyntaxTrees
            .Where(tree => SyntaxUnit.In(tree).Any(unit => (unit.Uses(type.Name) || unit.Calls(type.Name)) && RequestRegistrations.Any(name => unit.Uses(name) || unit.Calls(name))))
            .SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Any(call => SignInScope.NameOf(call) is { } name
                && RequestRegistrations.Contains(name)
                && call.DescendantNodes().OfType<SimpleNameSyntax>().Any(used => used.Identifier.ValueText == type.Name));

    private IEnumerable<CookieRegistration> Registrations()
    {
        foreach (var tree in _model.Compilation.SyntaxTrees)
        {
            if (!SyntaxUnit.NamesIn(tree).CallsAny(CookieRegistration.Methods))
            {
                continue;
            }

            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                var registration = node switch
                {
                    InvocationExpressionSyntax call when CookieRegistration.IsCandidate(call)
                        => _model.GetSemanticModel(tree)?.GetOperation(call) is IInvocationOperation invocation ? CookieRegistration.Of(invocation, _model, default) : null,
                    MethodDeclarationSyntax method => CookieRegistration.Of(method, _model, default),
                    _ => null,
                };
                if (registration is not null)
                {
                    yield return registration;
                }
            }
        }
    }

    private static bool HasStartup(Compilation compilation)
        => compilation.GetSymbolsWithName("Startup", SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Any(static type => type.GetMembers("Configure").OfType<IMethodSymbol>().Any(static method => method.Parameters.Any(static parameter => parameter.Type.Name == "IApplicationBuilder")));

    /// <summary>What the IDE has as a project is a file of its output folder for a build: both are recognised, so that they agree.</summary>
    private static bool IsOfProject(MetadataReference reference, Compilation compilation) => reference switch
    {
        CompilationReference project => project.Compilation.AssemblyName?.StartsWith("GranularSessions", StringComparison.Ordinal) != true,
        PortableExecutableReference file => compilation.GetAssemblyOrModuleSymbol(file) is IAssemblySymbol { Identity: { HasPublicKey: false } identity }
            && !identity.Name.StartsWith("GranularSessions", StringComparison.Ordinal)
            && !(file.FilePath ?? "").Replace('\\', '/').Contains("/packages/"),
        _ => false,
    };
}
