using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>The calls of an app that register ASP.NET Core's session, set its options and put it into the pipeline.</summary>
internal sealed class SessionSetup
{
    private const string SessionOptions = "SessionOptions";

    private readonly SessionModel _model;
    private readonly ImmutableArray<GenericNameSyntax> _configurations;
    private readonly bool _readsOptions;

    public SessionSetup(SessionModel model)
    {
        _model = model;
        var trees = model.Compilation.SyntaxTrees
            .Where(static tree => SyntaxUnit.NamesIn(tree) is var names && (names.Calls("AddSession") || names.Calls("UseSession") || names.Uses(SessionOptions)))
            .Select(static tree => tree.GetRoot())
            .ToList();

        var calls = trees.SelectMany(static root => root.DescendantNodes().OfType<InvocationExpressionSyntax>()).ToList();
        Registrations = [.. calls.Where(static call => SignInScope.NameOf(call) == "AddSession").Select(Bind).OfType<IInvocationOperation>().Where(IsAddSession)];
        Uses = [.. calls.Where(static call => SignInScope.NameOf(call) == "UseSession").Select(Bind).OfType<IInvocationOperation>().Where(IsUseSession)];

        var mentions = trees.SelectMany(static root => root.DescendantNodes().OfType<GenericNameSyntax>()).Where(IsOfSessionOptions).ToLookup(static name => IsRead(name));
        _configurations = [.. mentions[false]];
        _readsOptions = mentions[true].Any();
    }

    /// <summary>The calls of <c>AddSession</c>, by tree and in source order.</summary>
    public ImmutableArray<IInvocationOperation> Registrations { get; }

    /// <summary>The calls of <c>UseSession</c>, by tree and in source order.</summary>
    public ImmutableArray<IInvocationOperation> Uses { get; }

    public static bool IsAddSession(IInvocationOperation call) => call.TargetMethod is { Name: "AddSession", ContainingType.Name: "SessionServiceCollectionExtensions" };

    public static bool IsUseSession(IInvocationOperation call) => call.TargetMethod is { Name: "UseSession", ContainingType.Name: "SessionMiddlewareExtensions" };

    /// <summary>The callback or options that a call of <c>AddSession</c> or <c>UseSession</c> is given; null for none.</summary>
    public static IOperation? OptionsOf(IInvocationOperation call) => call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 1)?.Value;

    /// <summary>Whether the session's options are set by another call, such as <c>Configure</c>, as well.</summary>
    public bool IsConfiguredBeside(SyntaxNode call) => _configurations.Any(name => !call.Contains(name));

    /// <summary>The calls of <c>AddSession</c> whose options a call of <c>UseSession</c> replaces by its own.</summary>
    /// <returns>The calls, empty where only <c>Configure</c> sets options; null where nothing is replaced or that cannot be seen.</returns>
    public ImmutableArray<IInvocationOperation>? ReplacedBy(IInvocationOperation useSession, CancellationToken cancellationToken)
    {
        if (OptionsOf(useSession) is not { } options
            || _readsOptions
            || CookieSettings.Of(options, _model, cancellationToken) is not { Creations: [{ Type.Name: SessionOptions }, ..] })
        {
            return null;
        }

        // Where one type registers the session and uses it, that is one app, whatever other hosts do.
        var home = HomeOf(useSession.Syntax);
        var isOneHost = Registrations.Any(call => HomeOf(call.Syntax) == home);
        if (Uses.Any(use => OptionsOf(use) is null && (!isOneHost || HomeOf(use.Syntax) == home)))
        {
            return null;
        }

        ImmutableArray<IInvocationOperation> replaced = [.. Registrations.Where(call => OptionsOf(call) is not null && (!isOneHost || HomeOf(call.Syntax) == home))];
        return replaced.IsEmpty && !_configurations.Any(name => !isOneHost || HomeOf(name) == home) ? null : replaced;
    }

    /// <summary>What replaced calls of <c>AddSession</c> set and <paramref name="useSession"/> does not set alike, as code calls it.</summary>
    /// <returns>The members; null where not all can be seen.</returns>
    public ImmutableArray<string>? LostBy(IInvocationOperation useSession, ImmutableArray<IInvocationOperation> replaced, CancellationToken cancellationToken)
    {
        if (_configurations.Length > 0 || CookieSettings.Of(OptionsOf(useSession)!, _model, cancellationToken) is not { } used)
        {
            return null;
        }

        var lost = ImmutableArray.CreateBuilder<string>();
        foreach (var call in replaced)
        {
            if (CookieSettings.OfCallback(OptionsOf(call)!, _model, cancellationToken) is not { } set)
            {
                return null;
            }

            lost.AddRange(set.Members.Where(member => !set.TextsOf(member).SequenceEqual(used.TextsOf(member))).Select(static member => member is "IdleTimeout" or "IOTimeout" ? member : "Cookie." + member));
        }

        return lost.ToImmutable();
    }

    /// <summary>Whether a call of <c>UseSession</c> loses options that are registered.</summary>
    public bool LosesOptions(IInvocationOperation useSession, CancellationToken cancellationToken)
        => ReplacedBy(useSession, cancellationToken) is { } replaced && LostBy(useSession, replaced, cancellationToken) is not { IsEmpty: true };

    /// <summary>Whether a call of <c>AddSession</c> has no effect because every call of <c>UseSession</c> has options of its own.</summary>
    public bool IsReplaced(SyntaxNode addSession, CancellationToken cancellationToken)
        => Uses.Any(use => ReplacedBy(use, cancellationToken) is { } replaced && replaced.Any(call => call.Syntax == addSession));

    private static SyntaxNode HomeOf(SyntaxNode node) => node.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? node.SyntaxTree.GetRoot();

    private static bool IsOfSessionOptions(GenericNameSyntax name)
        => name.TypeArgumentList.Arguments.Any(static type => type is IdentifierNameSyntax { Identifier.ValueText: SessionOptions } or QualifiedNameSyntax { Right.Identifier.ValueText: SessionOptions });

    private static bool IsRead(GenericNameSyntax name) => name.Identifier.ValueText is "IOptions" or "IOptionsSnapshot" or "IOptionsMonitor";

    private IOperation? Bind(InvocationExpressionSyntax call) => _model.GetSemanticModel(call.SyntaxTree)?.GetOperation(call);
}
