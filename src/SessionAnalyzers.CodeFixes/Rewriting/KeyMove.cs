using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Moves one key of an app from <c>ISession</c> to a granular item: every access in one step, or none.
/// The plan is the same whichever finding opened it.
/// </summary>
internal sealed class KeyMove
{
    private readonly KeyPattern _key;
    private readonly List<KeySite> _sites;
    private readonly List<(Document Document, SyntaxNode Node)> _awaits = [];
    private readonly Dictionary<LocalDeclarationStatementSyntax, (Document Document, SyntaxNode Read, bool IsKept)> _sharedReads = [];

    private KeyMove(Solution solution, KeyPattern key, List<KeySite> sites, KeyRelations relations, GranularItem item)
    {
        Solution = solution;
        _key = key;
        _sites = sites;
        Relations = relations;
        Store = item;
        Edits = new SolutionEdits(solution);
        Propagation = new AsyncPropagation(Edits);
        SitesByCall = sites.ToDictionary(static s => (SyntaxNode)s.Call);
        KeySite typed = sites.First(static s => s.Type is not null);
        Type = typed.Type!;
        Serialization = typed.Serialization!.Value;
        HidesNull = sites.Any(static s => s.HidesNull);
    }

    public Solution Solution { get; }

    public SolutionEdits Edits { get; }

    public AsyncPropagation Propagation { get; }

    public KeyRelations Relations { get; }

    public GranularItem Store { get; }

    public IReadOnlyDictionary<SyntaxNode, KeySite> SitesByCall { get; }

    /// <summary>The type of the value, the same at every site.</summary>
    public ITypeSymbol Type { get; }

    public Serialization Serialization { get; }

    public bool HidesNull { get; }

    /// <summary>Accesses that a rewrite has taken care of.</summary>
    public HashSet<SyntaxNode> Consumed { get; } = [];

    public IEnumerable<KeySite> Sites => _sites;

    /// <summary>Every call that uses the key, those of helpers that name it included.</summary>
    public IEnumerable<SyntaxNode> KeyAccesses => Relations.Accesses;

    /// <summary>The solution with the key moved, or what stands in the way.</summary>
    public static async Task<(Solution? Moved, Blocker? Blocker)> ApplyAsync(Solution solution, ProjectId project, KeyPattern key, CancellationToken cancellationToken)
    {
        var sites = new List<KeySite>();
        var relations = new KeyRelations();
        IReadOnlyList<Project> apps = await KeyScope.OfAsync(solution.GetProject(project)!, key, cancellationToken).ConfigureAwait(false);
        foreach (Project member in apps)
        {
            if (await KeySites.CollectAsync(member, key, sites, relations, cancellationToken).ConfigureAwait(false) is { } unknown)
            {
                return (null, unknown);
            }
        }

        if (await WhyNotAsync(apps, key, sites, cancellationToken).ConfigureAwait(false) is { } disagreement)
        {
            return (null, disagreement);
        }

        // The most specific kind that every access fits; a value fits all that can be updated.
        var blockers = new List<string>();
        KeySite typed = sites.First(static s => s.Type is not null);
        IReadOnlyList<IInvocationOperation> held = await HeldItems.OfAsync(apps, key, cancellationToken).ConfigureAwait(false);
        foreach (GranularItem item in GranularItem.For(typed.Type!, typed.Serialization!.Value))
        {
            if (held.FirstOrDefault(h => !HeldItems.Opens(h, item)) is { } other)
            {
                blockers.Add($"{item.Kind}: {Blocker.At(other.Syntax, "the key is held by an item of another kind")}");
                continue;
            }

            var move = new KeyMove(solution, key, sites, relations, item);
            Blocker? blocker = await move.PlanAsync(apps, cancellationToken).ConfigureAwait(false);
            if (blocker is null)
            {
                Solution moved = await move.Edits.ApplyAsync(cancellationToken).ConfigureAwait(false);
                blocker = await Compiles.WhyNotAsync(solution, moved, cancellationToken).ConfigureAwait(false);
                if (blocker is null)
                {
                    return (moved, null);
                }
            }

            blockers.Add($"{item.Kind}: {blocker}");
        }

        return (null, new Blocker(string.Join("; ", blockers)));
    }

    /// <summary>The item at a site, such as <c>HttpContext.GetSessionState().Counter("visits")</c>.</summary>
    public string Item(KeySite site)
    {
        string state = State(site.Session, site.SemanticModel);
        string key = site.Key.WithoutTrivia().ToString();
        return Store.Kind == ItemKind.Counter
            ? $"{state}.Counter({key})"
            : $"{state}.{Store.Kind}<{Store.Element.WithNullableAnnotation(NullableAnnotation.None).ToMinimalDisplayString(site.SemanticModel, site.Call.SpanStart)}>({key})";
    }

    /// <summary>Says that an operation on the item, made in place of a node, will be awaited there.</summary>
    public void AwaitAt(KeySite site, SyntaxNode node)
    {
        _awaits.Add((site.Document, node));
        INamedTypeSymbol context = site.SemanticModel.Compilation.GetTypeByMetadataName(WellKnownTypeNames.HttpContext)!;
        if (!site.SemanticModel.LookupSymbols(node.SpanStart, context, GranularSymbols.GetSessionState, includeReducedExtensionMethods: true).Any())
        {
            Edits.In(site.Document).AddUsing(GranularSymbols.HttpExtensionsNamespace);
        }
    }

    /// <summary>
    /// Leaves a read that several writes begin with to <see cref="RemoveSharedReads"/>: it goes if all of them took their code along.
    /// </summary>
    public void ShareRead(Document document, LocalDeclarationStatementSyntax declaration, SyntaxNode read, bool isKept)
    {
        bool wasKept = _sharedReads.TryGetValue(declaration, out (Document, SyntaxNode, bool IsKept) shared) && shared.IsKept;
        _sharedReads[declaration] = (document, read, isKept || wasKept);
    }

    private void RemoveSharedReads()
    {
        foreach (KeyValuePair<LocalDeclarationStatementSyntax, (Document Document, SyntaxNode Read, bool IsKept)> shared in _sharedReads)
        {
            if (!shared.Value.IsKept)
            {
                Edits.In(shared.Value.Document).Remove(shared.Key);
                Consumed.Add(shared.Value.Read);
            }
        }
    }

    private static string State(ExpressionSyntax session, SemanticModel semanticModel)
    {
        // x.Session of an HttpContext: the state hangs on the context itself.
        if (session is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" } access
            && semanticModel.GetSymbolInfo(access).Symbol is IPropertySymbol { ContainingType: { } type }
            && type.ToDisplayString() == WellKnownTypeNames.HttpContext)
        {
            return $"{access.Expression.WithoutTrivia()}.{GranularSymbols.GetSessionState}()";
        }

        string receiver = session.WithoutTrivia().ToString();
        return session is IdentifierNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax
            or ElementAccessExpressionSyntax or PostfixUnaryExpressionSyntax
            ? $"{receiver}.{GranularSymbols.GetSessionState}()"
            : $"({receiver}).{GranularSymbols.GetSessionState}()";
    }

    private static async Task<Blocker?> WhyNotAsync(IEnumerable<Project> apps, KeyPattern key, List<KeySite> sites, CancellationToken cancellationToken)
    {
        foreach (Project project in apps.Where(p => sites.Any(s => s.Document.Project.Id == p.Id)))
        {
            Compilation compilation = (await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false))!;
            if (!GranularSymbols.Resolve(compilation))
            {
                return new Blocker($"{project.Name} does not reference GranularSessions");
            }

            if (await RazorFiles.UseKeyAsync(project, key, sites, cancellationToken).ConfigureAwait(false))
            {
                return new Blocker("a view or page uses the key");
            }
        }

        if (sites.FirstOrDefault(static s => s.Type is not null) is not { } first)
        {
            return new Blocker("nothing is read or written");
        }

        foreach (KeySite site in sites.Where(static s => s.Type is not null))
        {
            if (site.Serialization != first.Serialization || !SymbolEqualityComparer.Default.Equals(site.Type, first.Type) && site.Type!.ToDisplayString() != first.Type!.ToDisplayString())
            {
                return Blocker.At(site.Call, $"the key is used as {first.Type} and as {site.Type}");
            }
        }

        return first.Type!.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || first.Type is ITypeParameterSymbol or IDynamicTypeSymbol
            ? Blocker.At(first.Call, "the type cannot be an item's")
            : null;
    }

    private async Task<Blocker?> PlanAsync(IReadOnlyList<Project> apps, CancellationToken cancellationToken)
    {
        IEnumerable<SyntaxNode> rewritten = [.. Relations.ReadModifyWrites.Select(static r => r.Write.Syntax), .. Relations.CheckThenActs.Select(static r => r.Check.Syntax)];
        if (rewritten.FirstOrDefault(static n => EnclosingFunction.Of(n) is null) is { } place)
        {
            return Blocker.At(place, "a constructor, accessor, operator, initialiser or attribute cannot await");
        }

        foreach (ReadModifyWriteRelation relation in Relations.ReadModifyWrites)
        {
            if (await PlanUpdateAsync(relation, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        foreach (CheckThenActRelation relation in Relations.CheckThenActs)
        {
            if (await ClaimRewrite.PlanAsync(this, relation, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        RemoveSharedReads();
        if (LockRemoval.Complete(this) is { } locked)
        {
            return locked;
        }

        await UnusedHelpers.RemoveAsync(this, cancellationToken).ConfigureAwait(false);
        foreach (KeySite site in _sites.Where(s => !Consumed.Contains(s.Call)))
        {
            if (SiteRewrite.Plan(this, site, cancellationToken) is { } blocker)
            {
                return blocker;
            }
        }

        foreach ((Document document, SyntaxNode node) in _awaits)
        {
            if (await Propagation.AwaitAtAsync(document, node, cancellationToken).ConfigureAwait(false) is { } blocker)
            {
                return blocker;
            }
        }

        return await Propagation.CompleteAsync(cancellationToken).ConfigureAwait(false)
            ?? await SessionRegistration.MoveAsync(Edits, apps, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Blocker?> PlanUpdateAsync(ReadModifyWriteRelation relation, CancellationToken cancellationToken)
    {
        if (Consumed.Contains(relation.Write.Syntax))
        {
            return null;
        }

        if (relation.Lock == LockUse.Exclusive)
        {
            return Blocker.At(relation.Write.Syntax, "a lock with load and commit already protects the key");
        }

        if (relation.Lock == LockUse.Ineffective && LockRemoval.Plan(this, relation) is { } blocker)
        {
            return blocker;
        }

        return Store.Kind switch
        {
            ItemKind.Counter => CounterRewrite.Plan(this, relation, cancellationToken),
            ItemKind.Value => await UpdateRewrite.PlanAsync(this, relation, cancellationToken).ConfigureAwait(false),
            _ => CollectionRewrite.Plan(this, relation, cancellationToken),
        };
    }
}
