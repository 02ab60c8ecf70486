using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>What the analyses of a body, its lambdas and its local functions share.</summary>
internal sealed class SessionFlowContext(
    SessionModel model,
    SyntaxNode body,
    IMethodSymbol? method,
    Func<SyntaxNode, BodySummary> summaryOf,
    StepBudget budget,
    CancellationToken cancellationToken)
{
    public SessionModel Model { get; } = model;

    public SessionSymbols Symbols => Model.Symbols;

    public IMethodSymbol? Method { get; } = method;

    public StepBudget Budget { get; } = budget;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public KeyReader Keys { get; } = new(model, body, method, cancellationToken);

    /// <summary>Set while the solved body is passed over for the last time; null while it is being solved.</summary>
    public BodyRecorder? Recorder { get; set; }

    /// <summary>The local functions being analysed, so that recursion is cut.</summary>
    public HashSet<IMethodSymbol> Active { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>What each flow capture holds; a capture of a variable stands for it as the target of an assignment.</summary>
    public Dictionary<CaptureId, IOperation> Captured { get; } = [];

    public BodySummary SummaryOf(SyntaxNode callee) => summaryOf(callee);

    /// <summary>Parameters hold what the caller passed; the object holds what its constructors and factories read for it.</summary>
    public SessionFact EntryFact(INamedTypeSymbol? type, bool isEntry)
    {
        var fact = SessionFact.Entry;
        foreach (var parameter in Method?.Parameters ?? [])
        {
            fact = fact.Set(new StorageLocation(parameter, null), OriginSet.Of(new Origin.Parameter(parameter.Ordinal)));
        }

        if (type is null || Method is { IsStatic: true })
        {
            return fact;
        }

        fact = fact.Set(new StorageLocation(StorageLocation.This, null), OriginSet.Of(new Origin.This()));
        if (isEntry)
        {
            return fact;
        }

        foreach (var entry in Model.EntriesOf(type, CancellationToken))
        {
            var summary = SummaryOf(entry);
            foreach (var member in summary.Members)
            {
                fact = fact.Add(new StorageLocation(StorageLocation.This, member.Key), ReadsIn(member.Value));
            }

            if (entry is MethodDeclarationSyntax factory && Creates(factory, type))
            {
                fact = fact.Add(new StorageLocation(StorageLocation.This, null), ReadsIn(summary.Returned));
            }
        }

        return fact;
    }

    /// <summary>What the parameters passed by reference hold at the end.</summary>
    public ImmutableDictionary<int, OriginSet> OutsAt(SessionFact exit)
    {
        var outs = ImmutableDictionary<int, OriginSet>.Empty;
        foreach (var parameter in Method?.Parameters ?? [])
        {
            if (parameter.RefKind is RefKind.Out or RefKind.Ref)
            {
                outs = outs.SetItem(parameter.Ordinal, exit.Whole(parameter));
            }
        }

        return outs;
    }

    /// <summary>What the members of the object hold at the end, where the body assigned them.</summary>
    public static ImmutableDictionary<ISymbol, OriginSet> MembersAt(SessionFact exit, INamedTypeSymbol? type)
    {
        var members = BodySummary.Bottom.Members;
        if (type is null)
        {
            return members;
        }

        foreach (var entry in exit.Members)
        {
            if (entry.Key is { Root: var root, Member: { } member } && root == StorageLocation.This)
            {
                members = members.SetItem(member, entry.Value);
            }
        }

        return members;
    }

    private bool Creates(MethodDeclarationSyntax factory, INamedTypeSymbol type)
    {
        var returned = (Model.GetSemanticModel(factory.SyntaxTree)?.GetDeclaredSymbol(factory, CancellationToken) as IMethodSymbol)?.ReturnType;
        if (returned is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] })
        {
            returned = result;
        }

        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (candidate.SpecialType != SpecialType.System_Object && SessionSymbols.Same(candidate, returned))
            {
                return true;
            }
        }

        return false;
    }

    private static OriginSet ReadsIn(OriginSet origins)
        => origins.OfType<Origin.Read>().Aggregate(OriginSet.Empty, static (reads, read) => reads.Union(OriginSet.Of(read)));
}
