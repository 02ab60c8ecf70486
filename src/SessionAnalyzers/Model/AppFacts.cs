using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>What an app configures, wherever in the compilation it does. Computed when first asked for.</summary>
internal sealed class AppFacts
{
    private readonly SessionModel _model;
    private readonly HashSet<(string Name, bool IsCalled)> _used = [];
    private readonly Lazy<bool> _isHost;
    private readonly Lazy<bool> _usesSession;
    private readonly Lazy<bool> _hasCookiePolicy;
    private readonly Lazy<SessionSetup> _sessionSetup;
    private readonly Lazy<ServiceRegistrations> _services;
    private readonly Lazy<ImmutableArray<SessionWiringFault>> _wiringFaults;

    public AppFacts(SessionModel model)
    {
        _model = model;
        foreach (var unit in model.Compilation.SyntaxTrees.SelectMany(SyntaxUnit.In))
        {
            foreach (var used in unit.Used)
            {
                _used.Add(used);
            }
        }

        _isHost = new Lazy<bool>(() => model.Compilation.GetEntryPoint(default) is not null || HasStartup(model.Compilation));
        _hasCookiePolicy = new Lazy<bool>(() => Mentions("OnAppendCookie") || (Invokes("UseCookiePolicy") && PolicySetsSecure()));
        _sessionSetup = new Lazy<SessionSetup>(() => new SessionSetup(model));
        _services = new Lazy<ServiceRegistrations>(() => new ServiceRegistrations(model, default));
        _wiringFaults = new Lazy<ImmutableArray<SessionWiringFault>>(() => SessionWiring.FaultsOf(model, default));
        _usesSession = new Lazy<bool>(() => Invokes("AddSession") || Invokes("UseSession") || Invokes("AddGranularSessions") || model.GetAllBodies(default).Any(static body => !body.Accesses.IsEmpty));
    }

    /// <summary>Whether the app's pipeline is built here, so that what is not configured here is not configured at all.</summary>
    public bool IsHost => _isHost.Value;

    /// <summary>Whether sessions are registered or accessed here.</summary>
    public bool UsesSession => _usesSession.Value;

    /// <summary>Whether cookies are completed centrally: a cookie policy with settings, or a callback on append.</summary>
    public bool HasCookiePolicy => _hasCookiePolicy.Value;

    /// <summary>Whether the runtime's sessions are in use, so that their operations are there.</summary>
    public bool UsesGranularSessions => Invokes("UseGranularSessions");

    /// <summary>How the session is registered and used.</summary>
    public SessionSetup SessionSetup => _sessionSetup.Value;

    /// <summary>The services that are registered.</summary>
    public ServiceRegistrations Services => _services.Value;

    /// <summary>Where the pipeline or the services leave code without the session it uses.</summary>
    public ImmutableArray<SessionWiringFault> WiringFaults => _wiringFaults.Value;

    public bool Invokes(string method) => _used.Contains((method, true));

    public bool Mentions(string identifier) => _used.Contains((identifier, false));

    /// <summary>Whether another place of the app sets the secure policy of the session's cookie.</summary>
    public bool ConfiguresSessionOptions(SyntaxNode registration)
        => _model.Compilation.SyntaxTrees
            .Where(static tree => SyntaxUnit.In(tree).Any(static unit => unit.Uses("SecurePolicy") && unit.Uses("SessionOptions")))
            .SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Any(assignment => assignment.Left.ToString().EndsWith("SecurePolicy", StringComparison.Ordinal)
                && !assignment.Right.ToString().EndsWith(".None", StringComparison.Ordinal)
                && !registration.Contains(assignment)
                && IsAboutSession(assignment));

    private static bool IsAboutSession(SyntaxNode assignment)
        => assignment.Ancestors().Any(static node => node switch
        {
            InvocationExpressionSyntax invocation => invocation.Expression.ToString().Contains("SessionOptions"),
            MethodDeclarationSyntax method => method.ParameterList.ToString().Contains("SessionOptions"),
            _ => false,
        });

    /// <summary><c>Secure = CookieSecurePolicy.Always</c> or <c>SameAsRequest</c> on something that is not a single cookie.</summary>
    private bool PolicySetsSecure()
        => _model.Compilation.SyntaxTrees
            .Where(static tree => SyntaxUnit.In(tree).Any(static unit => unit.Uses("CookieSecurePolicy") && unit.Uses("Secure")))
            .SelectMany(static tree => tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>())
            .Any(static assignment => assignment.Left is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Secure" } or IdentifierNameSyntax { Identifier.ValueText: "Secure" }
                && !assignment.Right.ToString().EndsWith(".None", StringComparison.Ordinal)
                && assignment.Right.ToString().Contains("CookieSecurePolicy"));

    private static bool HasStartup(Compilation compilation)
        => compilation.GetSymbolsWithName("Startup", SymbolFilter.Type)
            .OfType<INamedTypeSymbol>()
            .Any(static type => type.GetMembers("Configure").OfType<IMethodSymbol>().Any(static method => method.Parameters.Any(static parameter => parameter.Type.Name == "IApplicationBuilder")));
}
