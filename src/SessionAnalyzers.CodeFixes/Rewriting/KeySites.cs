using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Finds every place of a project that names a key, or what keeps them from being known.</summary>
internal static class KeySites
{
    public static async Task<Blocker?> CollectAsync(Project project, KeyPattern key, List<KeySite> sites, KeyRelations relations, CancellationToken cancellationToken)
    {
        if (await project.GetSessionModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return null;
        }

        IReadOnlyList<SessionBody> bodies = [.. model.GetAllBodies(cancellationToken)];
        IReadOnlyList<SessionAccess> accesses = [.. bodies.SelectMany(static b => b.Accesses)];
        relations.Accesses.UnionWith(accesses.Where(a => key.Matches(a.Key)).Select(static a => a.Syntax));
        relations.ReadModifyWrites.AddRange(bodies.SelectMany(static b => b.ReadModifyWrites).Where(r => key.Matches(r.Write.Key)));
        relations.CheckThenActs.AddRange(bodies.SelectMany(static b => b.CheckThenActs).Where(r => key.Matches(r.Act.Key)));
        var called = new HashSet<ISymbol>(accesses.Select(static a => (a.Wrapper?.ReducedFrom ?? a.Wrapper)?.OriginalDefinition).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        var seen = new HashSet<SyntaxNode>();
        foreach (SessionAccess access in accesses)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (access.Kind is SessionAccessKind.Keys)
            {
                return Blocker.At(access.Syntax, "the names of all keys are enumerated");
            }

            if (access.Kind is SessionAccessKind.Clear or SessionAccessKind.Load or SessionAccessKind.Commit || !access.IsKeySite)
            {
                continue;
            }

            if (!key.Matches(access.Key))
            {
                if (key.MayAlias(access.Key) && !StartsOtherwise(access, key, model, cancellationToken) && !IsInsideWrapper(access, model, called, cancellationToken))
                {
                    return Blocker.At(access.Syntax, "an access by a key that may be the same");
                }

                continue;
            }

            if (access.Syntax is ExpressionSyntax && seen.Add(access.Syntax))
            {
                if (Read(access, project, model, cancellationToken, out KeySite? site) is { } blocker)
                {
                    return blocker;
                }

                sites.Add(site!);
            }
        }

        return null;
    }

    /// <summary>A key that is not known may still begin with a text that this one does not begin with.</summary>
    private static bool StartsOtherwise(SessionAccess access, KeyPattern key, SessionModel model, CancellationToken cancellationToken)
    {
        if (access.Key.IsKnown || access.Syntax is not InvocationExpressionSyntax call || model.GetSemanticModel(call.SyntaxTree) is not { } semanticModel)
        {
            return false;
        }

        ExpressionSyntax? first = call.ArgumentList.Arguments
            .Select(static a => a.Expression)
            .FirstOrDefault(e => semanticModel.GetTypeInfo(e, cancellationToken).Type?.SpecialType == SpecialType.System_String);
        while (first is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum)
        {
            first = sum.Left;
        }

        string? start = first is InterpolatedStringExpressionSyntax { Contents: { Count: > 0 } contents } ? (contents[0] as InterpolatedStringTextSyntax)?.TextToken.ValueText
            : first is null ? null
            : semanticModel.GetConstantValue(first, cancellationToken).Value as string;
        return start is { Length: > 0 } && !key.Text.StartsWith(start, StringComparison.Ordinal) && !(key.HasGap && start.StartsWith(key.Text, StringComparison.Ordinal));
    }

    /// <summary>Whether the key is left to callers, which the model has seen.</summary>
    private static bool IsInsideWrapper(SessionAccess access, SessionModel model, HashSet<ISymbol> called, CancellationToken cancellationToken)
    {
        if (!access.Key.IsKnown || access.Key.IsClosed
            || access.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
            || model.GetSemanticModel(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration, cancellationToken) is not { } method)
        {
            return false;
        }

        return called.Contains(method) || method.Parameters.Any(p => model.Symbols.IsSession(p.Type));
    }

    private static Blocker? Read(SessionAccess access, Project project, SessionModel model, CancellationToken cancellationToken, out KeySite? site)
    {
        site = null;
        Document? document = project.GetDocument(access.Syntax.SyntaxTree);
        if (document is null or SourceGeneratedDocument)
        {
            return Blocker.At(access.Syntax, "generated code, such as a view's, uses the key");
        }

        SemanticModel semanticModel = model.GetSemanticModel(access.Syntax.SyntaxTree)!;
        if (access.Syntax is not InvocationExpressionSyntax syntax
            || semanticModel.GetOperation(syntax, cancellationToken) is not IInvocationOperation call)
        {
            return Blocker.At(access.Syntax, "an access of a form that cannot be replaced");
        }

        if (SessionOf(call, model) is not { } session)
        {
            return Blocker.At(access.Syntax, "the session is not at hand where the key is named");
        }

        bool isDirect = SessionSymbols.Same(call.TargetMethod.ContainingType, model.Symbols.SessionExtensions) || SessionSymbols.Same(call.TargetMethod.ContainingType, model.Symbols.Session);
        if (KeyOrdinal(call, access, isDirect) is not { } keyOrdinal || Argument(call, keyOrdinal)?.Syntax is not ExpressionSyntax keySyntax)
        {
            return Blocker.At(access.Syntax, "the key is not just an argument");
        }

        var found = new KeySite(access, document, semanticModel, syntax, session, keySyntax);
        Blocker? blocker = isDirect
            ? ReadDirect(call, ref found)
            : ReadWrapped(call, keyOrdinal, access, model, cancellationToken, ref found);
        site = found;
        return blocker;
    }

    private static Blocker? ReadDirect(IInvocationOperation call, ref KeySite site)
    {
        switch (call.TargetMethod.Name)
        {
            case "GetInt32":
                site = site with { Serialization = Serialization.Int32, Type = ((INamedTypeSymbol)call.TargetMethod.ReturnType).TypeArguments[0] };
                return null;
            case "GetString":
                site = site with { Serialization = Serialization.Text, Type = call.TargetMethod.ReturnType.WithNullableAnnotation(NullableAnnotation.None) };
                return null;
            case "SetInt32" or "SetString":
                site = site with
                {
                    Serialization = call.TargetMethod.Name == "SetInt32" ? Serialization.Int32 : Serialization.Text,
                    Type = call.TargetMethod.Parameters[2].Type.WithNullableAnnotation(NullableAnnotation.None),
                    Value = (ExpressionSyntax)Argument(call, 2)!.Syntax,
                };
                return ExpressionStatement(site);
            case "Remove":
                return ExpressionStatement(site);
            default:
                return Blocker.At(site.Call, "the key's bytes are used as they are");
        }
    }

    private static Blocker? ReadWrapped(IInvocationOperation call, int keyOrdinal, SessionAccess access, SessionModel model, CancellationToken cancellationToken, ref KeySite site)
    {
        IMethodSymbol wrapper = call.TargetMethod;
        IMethodSymbol definition = wrapper.ReducedFrom ?? wrapper;
        switch (access.Kind)
        {
            case SessionAccessKind.Read when definition.Parameters.Length == 2 && JsonWrapper.OfReader(wrapper, model, cancellationToken) is { } serialization:
                site = site with
                {
                    Serialization = serialization,
                    Type = wrapper.ReturnType.WithNullableAnnotation(NullableAnnotation.None),
                    HidesNull = wrapper.ReturnType is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.NotAnnotated },
                };
                break;
            case SessionAccessKind.Write when definition.Parameters.Length == 3 && JsonWrapper.OfWriter(wrapper, model, cancellationToken) is { } serialization:
                IOperation? value = definition.Parameters
                    .Where(p => p.Ordinal != keyOrdinal && !model.Symbols.IsSession(p.Type))
                    .Select(p => Argument(call, p.Ordinal))
                    .SingleOrDefault();
                while (value is IConversionOperation { IsImplicit: true } conversion)
                {
                    value = conversion.Operand;
                }

                if (value?.Type is null || value.ConstantValue is { HasValue: true, Value: null })
                {
                    return Blocker.At(site.Call, "null is written");
                }

                site = site with { Serialization = serialization, Type = value.Type.WithNullableAnnotation(NullableAnnotation.None), Value = (ExpressionSyntax)value.Syntax };
                if (MayBeNull(site))
                {
                    return Blocker.At(site.Call, "null may be written");
                }

                if (ExpressionStatement(site) is { } notAlone)
                {
                    return notAlone;
                }

                break;
            default:
                return Blocker.At(site.Call, $"'{wrapper.Name}' does more than to store JSON");
        }

        return site.Serialization == Serialization.NewtonsoftJson && !RoundTrip.IsSame(site.Type!)
            ? Blocker.At(site.Call, $"'{site.Type}' may be read differently by System.Text.Json")
            : null;
    }

    /// <summary>Whether the compiler thinks that null may be written: an item is never null.</summary>
    public static bool MayBeNull(KeySite site) =>
        site.Value is not null && site.SemanticModel.GetTypeInfo(site.Value).Nullability.FlowState == NullableFlowState.MaybeNull;

    private static Blocker? ExpressionStatement(KeySite site) =>
        site.Call.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax or LambdaExpressionSyntax
            ? null
            : Blocker.At(site.Call, "a write inside an expression");

    /// <summary>The parameter that is the key as it is; a wrapper that makes another key of it stays where it is.</summary>
    private static int? KeyOrdinal(IInvocationOperation call, SessionAccess access, bool isDirect)
    {
        if (isDirect)
        {
            return call.TargetMethod.IsStatic ? 1 : 0;
        }

        return access.Inner is { Inner: null, Key: { IsKnown: true, Parts: { Length: 1 } parts } } && parts[0] is KeyPart.Parameter { Members: "" } parameter
            ? parameter.Ordinal
            : null;
    }

    private static IOperation? Argument(IInvocationOperation call, int ordinal) =>
        call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == ordinal && a.ArgumentKind == ArgumentKind.Explicit)?.Value;

    /// <summary>The expression that yields the session: the receiver, or the argument of an extension called as a static method.</summary>
    private static ExpressionSyntax? SessionOf(IInvocationOperation call, SessionModel model)
    {
        IOperation? session = model.Symbols.IsSession(call.Instance?.Type)
            ? call.Instance
            : call.Arguments.FirstOrDefault(a => model.Symbols.IsSession(a.Parameter?.Type))?.Value;
        while (session is IConversionOperation { IsImplicit: true } conversion)
        {
            session = conversion.Operand;
        }

        return session is IConditionalAccessInstanceOperation ? null : session?.Syntax as ExpressionSyntax;
    }
}
