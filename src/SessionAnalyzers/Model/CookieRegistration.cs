using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>A place that configures a cookie of the framework: <c>AddCookie(options =&gt; …)</c>, <c>Configure&lt;AntiforgeryOptions&gt;(…)</c> and the like.</summary>
internal sealed class CookieRegistration : Cookie
{
    /// <summary>What configures any options: which, its type arguments say.</summary>
    private static readonly ImmutableHashSet<string> GenericMethods = ["Configure", "PostConfigure", "ConfigureAll", "PostConfigureAll", "Bind", "BindConfiguration"];

    /// <summary>What registers or configures, whatever it is called on.</summary>
    public static readonly ImmutableHashSet<string> Methods =
    [
        "AddSession", "UseSession", "AddCookie", "ConfigureApplicationCookie", "ConfigureExternalCookie", "AddAntiforgery", "AddCookieTempDataProvider", "AddCookiePolicy", "UseCookiePolicy",
        .. GenericMethods,
    ];

    private static readonly ImmutableDictionary<string, CookieKind> OptionTypes = ImmutableDictionary<string, CookieKind>.Empty
        .Add("SessionOptions", CookieKind.Session)
        .Add("CookieAuthenticationOptions", CookieKind.Authentication)
        .Add("AntiforgeryOptions", CookieKind.Antiforgery)
        .Add("CookieTempDataProviderOptions", CookieKind.TempData)
        .Add("CookiePolicyOptions", CookieKind.Policy);

    private readonly string _method;

    private CookieRegistration(CookieKind kind, string method, SyntaxNode syntax, CookieSettings? settings, SessionModel model)
        : base(settings?.Name, settings ?? CookieSettings.Empty(model), model.Configuration.Get(ConfigurationOptions.ScriptReadableCookies, syntax.SyntaxTree))
    {
        Kind = kind;
        Syntax = syntax;
        _method = method;
        IsKnown = settings is not null;
    }

    public CookieKind Kind { get; }

    /// <summary>The call, or the <c>Configure</c> method of a class of the app.</summary>
    public SyntaxNode Syntax { get; }

    /// <summary>Whether what it does to the options can be seen.</summary>
    public bool IsKnown { get; }

    /// <summary>Whether it registers the session, so that what nobody sets keeps its default, rather than changing some options.</summary>
    public bool Registers { get; private init; }

    /// <summary>Whether it runs after all that do not: <c>PostConfigure</c>.</summary>
    public bool IsPost => _method.StartsWith("Post", StringComparison.Ordinal);

    /// <summary>Whether it takes options of its own in place of those that are configured: <c>UseSession(options)</c>.</summary>
    public bool ReplacesOptions { get; private init; }

    /// <summary>The argument that holds or configures the options; null where there is none.</summary>
    public IOperation? Options { get; private init; }

    public override string Display => Name is not null ? "Cookie '" + Name + "'" : Kind switch
    {
        CookieKind.Session => "The session cookie",
        CookieKind.Authentication => "The authentication cookie",
        CookieKind.Antiforgery => "The antiforgery cookie",
        _ => "The TempData cookie",
    };

    /// <summary>A builder without a Path takes that of the app.</summary>
    public override bool LosesPath => false;

    /// <summary>Nobody's script needs the authentication cookie.</summary>
    private protected override bool FollowsConventions => Kind is not CookieKind.Authentication;

    private protected override bool HasNoSameSiteByDefault => Settings.IsNewBuilder;

    /// <summary>Only a new builder, and that of the authentication cookie, follow the request by default; the others are never Secure.</summary>
    private bool FollowsRequestByDefault => Settings.IsNewBuilder || Kind == CookieKind.Authentication;

    /// <summary>Whether another registration is of the same cookie, as far as can be seen: each <c>AddCookie</c> has its own.</summary>
    public bool MayBeSameCookie(CookieRegistration other)
        => Kind == other.Kind
            && Syntax != other.Syntax
            && (Kind != CookieKind.Authentication || (_method, other._method) is not (("AddCookie", "AddCookie") or ("ConfigureApplicationCookie", "ConfigureExternalCookie") or ("ConfigureExternalCookie", "ConfigureApplicationCookie")));

    /// <summary>Whether it runs after another, as far as can be seen: calls in a chain begin at one place and end in their order.</summary>
    public bool MayFollow(CookieRegistration other)
        => IsPost != other.IsPost ? IsPost : Syntax.SyntaxTree != other.Syntax.SyntaxTree || Syntax.Span.End > other.Syntax.Span.End;

    /// <summary>Left at its default it is not reported: that of antiforgery and TempData is everyone's.</summary>
    public override bool LacksSecure(AppFacts app)
        => Settings.Secure == CookieSettings.Setting.Unsafe && !app.CookiePolicy.CompletesSecure && !app.CompletesElsewhere(this, static settings => settings.Secure);

    public override bool LacksHttpOnly(AppFacts app)
        => (Settings.HttpOnly == CookieSettings.Setting.Unsafe || (Settings.HttpOnly == CookieSettings.Setting.NotSet && Settings.IsNewBuilder))
            && !app.CookiePolicy.CompletesHttpOnly
            && !app.CompletesElsewhere(this, static settings => settings.HttpOnly);

    public override bool IsNeverSecure(AppFacts app)
        => (Settings.Secure == CookieSettings.Setting.Unsafe || (Settings.Secure == CookieSettings.Setting.NotSet && !FollowsRequestByDefault))
            && !app.CookiePolicy.CompletesSecure
            && !app.CompletesElsewhere(this, static settings => settings.Secure);

    /// <summary>Whether a call may be a registration, judged by its text.</summary>
    public static bool MayBeIn(UsedNames names) => names.CallsAny(Methods);

    public static bool IsCandidate(InvocationExpressionSyntax call)
    {
        if (SignInScope.NameOf(call) is not { } name || !Methods.Contains(name))
        {
            return false;
        }

        if (!GenericMethods.Contains(name))
        {
            return true;
        }

        // Configure<T>(…), and AddOptions<T>().Configure(…).
        foreach (var generic in call.Expression.DescendantNodesAndSelf().OfType<GenericNameSyntax>())
        {
            foreach (var argument in generic.TypeArgumentList.Arguments)
            {
                if (OptionTypes.ContainsKey(argument is QualifiedNameSyntax qualified ? qualified.Right.Identifier.ValueText : argument.ToString()))
                {
                    return true;
                }
            }
        }

        // services.ApplicationCookie.Configure(…) of an IdentityCookiesBuilder.
        return call.Expression is MemberAccessExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var builder } } && builder.EndsWith("Cookie", StringComparison.Ordinal);
    }

    /// <returns>The registration, or null for another call, or one that neither registers nor configures.</returns>
    public static CookieRegistration? Of(IInvocationOperation invocation, SessionModel model, CancellationToken cancellationToken)
    {
        var method = invocation.TargetMethod;
        if (!Methods.Contains(method.Name) || !IsMicrosoft(method.ContainingType))
        {
            return null;
        }

        foreach (var argument in invocation.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type: INamedTypeSymbol type } && KindOf(type is { Name: "Action", TypeArguments: [var configured, ..] } ? configured : type) is { } kind)
            {
                var isObject = type.Name != "Action";
                return new CookieRegistration(
                    kind,
                    method.Name,
                    invocation.Syntax,
                    isObject ? CookieSettings.Of(argument.Value, model, cancellationToken) : CookieSettings.OfCallback(argument.Value, model, cancellationToken),
                    model)
                {
                    Registers = method.Name is "AddSession" or "UseSession",
                    ReplacesOptions = isObject,
                    Options = argument.Value,
                };
            }
        }

        if (method.Name == "AddSession")
        {
            return new CookieRegistration(CookieKind.Session, method.Name, invocation.Syntax, CookieSettings.Empty(model), model) { Registers = true };
        }

        // Bound to a section of the configuration, which may set anything.
        return method.TypeArguments is [var options] && KindOf(options) is { } bound ? new CookieRegistration(bound, method.Name, invocation.Syntax, settings: null, model) : null;
    }

    /// <returns>The registration that a class of the app is, as an <c>IConfigureOptions</c>; null for another method.</returns>
    public static CookieRegistration? Of(MethodDeclarationSyntax declaration, SessionModel model, CancellationToken cancellationToken)
    {
        if (declaration.Identifier.ValueText is not ("Configure" or "PostConfigure")
            || !declaration.ParameterList.Parameters.Any(static parameter => parameter.Type is { } type && OptionTypes.ContainsKey(type.ToString().Split('.').Last()))
            || model.GetSemanticModel(declaration.SyntaxTree) is not { } semantics
            || semantics.GetDeclaredSymbol(declaration, cancellationToken) is not IMethodSymbol method
            || !method.ContainingType.AllInterfaces.Any(static type => type.Name is "IConfigureOptions" or "IPostConfigureOptions")
            || method.Parameters.FirstOrDefault(static parameter => KindOf(parameter.Type) is not null) is not IParameterSymbol options
            || KindOf(options.Type) is not { } kind
            || semantics.GetOperation(declaration, cancellationToken) is not { } body)
        {
            return null;
        }

        return new CookieRegistration(kind, method.Name, declaration, CookieSettings.OfParameter(options, body, model, cancellationToken), model);
    }

    private static CookieKind? KindOf(ITypeSymbol type)
        => OptionTypes.TryGetValue(type.Name, out var kind) && IsMicrosoft(type) ? kind : null;

    private static bool IsMicrosoft(ITypeSymbol type)
    {
        var root = type.ContainingNamespace;
        while (root is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            root = outer;
        }

        return root?.Name == "Microsoft";
    }
}
