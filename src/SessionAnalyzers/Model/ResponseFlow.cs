using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>
/// Finds writes that may be the first of a session and come after the start of the response. Lambdas and local functions are
/// looked at each by itself.
/// </summary>
internal sealed class ResponseFlow : ForwardDataFlowAnalysis<ResponseFact>
{
    private const int MaxSteps = 20_000;

    private readonly ResponseStarts _starts;
    private readonly ILookup<SyntaxNode, SessionAccess> _accesses;
    private readonly Dictionary<SessionAccess, ResponseStart> _late = [];

    private ResponseFlow(ResponseStarts starts, IEnumerable<SessionAccess> accesses)
        : base(ResponseLattice.Instance)
    {
        _starts = starts;
        _accesses = accesses.ToLookup(static access => access.Syntax);
    }

    /// <returns>The late writes of a body, in source order, each with what started the response.</returns>
    public static IEnumerable<(SessionAccess Write, ResponseStart Start)> LateWrites(SessionModel model, SessionBody body, CancellationToken cancellationToken)
    {
        if (!body.Accesses.Any(static access => access.Kind == SessionAccessKind.Write)
            || model.GetSemanticModel(body.Syntax.SyntaxTree) is not { } semantics
            || !MayStart(body.Syntax, semantics, cancellationToken)
            || semantics.GetOperation(body.Syntax, cancellationToken) is not { Parent: null }
            || ControlFlowGraph.Create(body.Syntax, semantics, cancellationToken) is not { } graph)
        {
            return [];
        }

        var flow = new ResponseFlow(new ResponseStarts(model, cancellationToken), body.Accesses);
        var entry = IsAfterResult(body.Syntax) is { } start ? ResponseFact.Entry with { Start = start } : ResponseFact.Entry;
        return flow.RunAll(graph, entry, new StepBudget(MaxSteps), cancellationToken)
            ? flow._late.Select(static late => (late.Key, late.Value)).OrderBy(static late => late.Key.Syntax.SpanStart)
            : [];
    }

    protected override ResponseFact Transfer(IOperation operation, ResponseFact fact)
    {
        if (operation is IFlowAnonymousFunctionOperation)
        {
            return fact;
        }

        foreach (var child in operation.ChildOperations)
        {
            fact = Transfer(child, fact);
        }

        foreach (var access in _accesses[operation.Syntax])
        {
            if (access.Kind == SessionAccessKind.Write)
            {
                if (fact is { Start: { } start, HasSession: false } && !IsInCatchOf(start.Syntax, access.Syntax))
                {
                    _late[access] = start;
                }

                fact = fact with { HasSession = true };
            }
        }

        return operation is IInvocationOperation call && fact.Start is null && _starts.Of(call) is { } begun ? fact with { Start = begun } : fact;
    }

    /// <summary>A value that was found says that there is a session; what the code asks of the response, it knows better than we do.</summary>
    protected override ResponseFact TransferCondition(IOperation condition, bool value, ResponseFact fact)
    {
        var asked = condition.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().FirstOrDefault(static property => property.Property is { Name: "HasStarted" or "StatusCode", ContainingType.Name: "HttpResponse" });
        if (asked is not null)
        {
            return fact with { Start = null };
        }

        if (!ComparesRead(condition))
        {
            return fact.Start is { IsPipeline: true } ? fact with { Start = null } : fact;
        }

        return IsAbsent(condition, value) ? fact : fact with { HasSession = true };
    }

    /// <summary>Where an exception is handled, what threw it has most probably not started the response.</summary>
    private static bool IsInCatchOf(SyntaxNode start, SyntaxNode write)
        => write.Ancestors().OfType<CatchClauseSyntax>().Any(handler => handler.Parent is TryStatementSyntax { Block: var block } && block.Contains(start));

    private bool RunAll(ControlFlowGraph graph, ResponseFact entry, StepBudget budget, CancellationToken cancellationToken)
    {
        if (Run(graph, entry, budget, cancellationToken) is null)
        {
            return false;
        }

        foreach (var function in graph.LocalFunctions)
        {
            if (!RunAll(graph.GetLocalFunctionControlFlowGraph(function, cancellationToken), ResponseFact.Entry, budget, cancellationToken))
            {
                return false;
            }
        }

        return graph.Blocks
            .SelectMany(static block => block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations)
            .SelectMany(static operation => operation.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .All(lambda => RunAll(graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken), ResponseFact.Entry, budget, cancellationToken));
    }

    /// <summary>Whether a condition looks at what was read from the session, directly or by way of a local.</summary>
    private bool ComparesRead(IOperation condition)
        => condition.Syntax.DescendantNodesAndSelf().Any(IsRead)
            || condition.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(local =>
                local.Local.DeclaringSyntaxReferences is [var reference] && reference.GetSyntax() is var declaration
                && (declaration is VariableDeclaratorSyntax { Initializer: { } initializer } ? initializer.DescendantNodes().Any(IsRead) : declaration.Ancestors().TakeWhile(static node => node is not StatementSyntax).Any(IsRead)))
            || condition is IFlowCaptureReferenceOperation && IsRead(condition.Syntax);

    private bool IsRead(SyntaxNode node) => _accesses[node].Any(static access => access.Kind is SessionAccessKind.Read or SessionAccessKind.Keys);

    /// <summary>Whether a condition holds, or fails, just because nothing was read.</summary>
    private static bool IsAbsent(IOperation condition, bool value) => condition switch
    {
        IIsNullOperation => value,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => IsAbsent(operand, !value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } => value,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } => !value,
        IIsPatternOperation { Pattern: IConstantPatternOperation } => value,
        IIsPatternOperation => !value,
        IInvocationOperation { TargetMethod.Name: "IsNullOrEmpty" or "IsNullOrWhiteSpace" } => value,
        IInvocationOperation or IPropertyReferenceOperation { Property.Name: "HasValue" } => !value,
        _ => false,
    };

    /// <summary>Whether a body calls something that is named as what starts a response, or hands the response on; most bodies need no graph.</summary>
    private static bool MayStart(SyntaxNode body, SemanticModel semantics, CancellationToken cancellationToken)
        => IsAfterResult(body) is not null || body.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            SignInScope.NameOf(call) is { } name && ResponseStarts.Names.Contains(name)
            || call.ArgumentList.Arguments.Any(argument => argument.Expression switch
            {
                IdentifierNameSyntax identifier => semantics.GetTypeInfo(identifier, cancellationToken) is var type && (IsResponse(type.Type) || IsResponse(type.ConvertedType)),
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HttpContext" or "Response" } => true,
                _ => false,
            }));

    private static bool IsResponse(ITypeSymbol? type) => type is { Name: "HttpContext" or "HttpResponse" };

    /// <summary><c>OnResultExecuted</c> of a filter runs when the response has been written.</summary>
    private static ResponseStart? IsAfterResult(SyntaxNode body)
        => body is MethodDeclarationSyntax { Identifier.ValueText: "OnResultExecuted", ParameterList.Parameters: [{ Type: { } type }] } && type.ToString().EndsWith("ResultExecutedContext", StringComparison.Ordinal)
            ? new ResponseStart(body, "the result", IsPipeline: true)
            : null;
}
