using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Where a function gives the session a new id, or ends it, and which ways through it leave that out.</summary>
internal sealed class SessionRenewals(SessionModel model, CancellationToken cancellationToken)
{
    /// <summary>How far helpers that call helpers are followed.</summary>
    private const int Depth = 3;

    private static readonly string[] Ends = ["DestroyAsync", "Abandon"];

    private delegate bool Renewal(InvocationExpressionSyntax call);

    /// <summary>Whether a way through a sign-in leaves the session its id.</summary>
    /// <param name="scope">The function that signs in.</param>
    /// <param name="place">The sign-in in it.</param>
    /// <param name="others">Other sign-ins of the function that are known to, and need not be told again.</param>
    public bool LeaveOutRegeneration(SignInScope scope, SyntaxNode place, IEnumerable<SyntaxNode> others)
        => LeaveOut(scope.Function, place, [.. others, .. CoversIn(scope.Function, IsRegeneration, Depth)]);

    /// <summary>Whether a way through a sign-out leaves the session what it holds.</summary>
    /// <inheritdoc cref="LeaveOutRegeneration"/>
    public bool LeaveOutEnd(SignInScope scope, SyntaxNode place, IEnumerable<SyntaxNode> others)
        => LeaveOut(scope.Function, place, [.. others, .. CoversIn(scope.Function, IsEnd, Depth), .. Clears(scope.Function)]);

    private bool LeaveOut(SyntaxNode function, SyntaxNode place, List<SyntaxNode> covers)
    {
        var related = covers.SelectMany(cover => Related(cover, place, function)).ToList();
        covers.AddRange(related);
        return model.GetSemanticModel(function.SyntaxTree) is { } semantics && CoveredPaths.LeaveOut(covers, place, function, semantics, cancellationToken);
    }

    /// <summary>The calls of a function that renew, themselves or in each way through a method of the app.</summary>
    private List<SyntaxNode> CoversIn(SyntaxNode function, Renewal renews, int depth)
        => [.. function.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => renews(call) || depth > 0 && AlwaysRenews(call, renews, depth - 1))];

    private bool AlwaysRenews(InvocationExpressionSyntax call, Renewal renews, int depth)
        => model.GetSemanticModel(call.SyntaxTree)?.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { IsAbstract: false } method
            && method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } helper
            && model.GetSemanticModel(helper.SyntaxTree) is { } semantics
            && CoversIn(helper, renews, depth) is { Count: > 0 } covers
            && !CoveredPaths.LeaveOut(covers, place: null, helper, semantics, cancellationToken);

    /// <summary>A method that regenerates the id by its name or by configuration, one that ends the session, or <c>SessionState.SignInAsync</c>.</summary>
    private bool IsRegeneration(InvocationExpressionSyntax call)
        => IsEnd(call)
            || SignInScope.NameOf(call) is { } name
                && (name.StartsWith("Regenerate", StringComparison.Ordinal)
                    || name is "RenewSession" or "RenewSessionAsync"
                    || name == "SignInAsync" && model.GetSemanticModel(call.SyntaxTree)?.GetSymbolInfo(call, cancellationToken).Symbol is { ContainingType.Name: "SessionState" })
            || IsConfigured(call, ConfigurationOptions.RegenerateMethods);

    private bool IsEnd(InvocationExpressionSyntax call)
        => Ends.Contains(SignInScope.NameOf(call)) || IsConfigured(call, ConfigurationOptions.DestroyMethods);

    private bool IsConfigured(InvocationExpressionSyntax call, ConfigurationOption<MethodNames> option)
        => model.Configuration.Get(option, call.SyntaxTree) is var methods && methods != MethodNames.None && methods.Contains(call, model.GetSemanticModel(call.SyntaxTree), cancellationToken);

    /// <summary>Where the session is cleared, here or in a helper that is called here; to remove one key after the other, or all that the project writes, clears it too.</summary>
    private IEnumerable<SyntaxNode> Clears(SyntaxNode function)
    {
        var accesses = model.GetBodies(function.SyntaxTree, cancellationToken)
            .Where(body => body.Syntax.FullSpan.IntersectsWith(function.Span))
            .SelectMany(static body => body.Accesses)
            .Where(access => function.Span.Contains(access.Syntax.Span))
            .ToList();
        var removals = accesses.Where(static access => access.Kind == SessionAccessKind.Remove).ToList();
        var removesAll = removals.Count > 0 && model.GetKeys(cancellationToken).WritesOnly(removals);
        return accesses
            .Where(access => access.Kind == SessionAccessKind.Clear || access.Kind == SessionAccessKind.Keys && removals.Count > 0 || access.Kind == SessionAccessKind.Remove && removesAll)
            .Select(static access => access.Syntax);
    }

    /// <summary>
    /// What covers along with a renewal: a condition that asks for the session (where there is none, nothing has to be renewed) or
    /// that of the place itself, and the object of a conditional access.
    /// </summary>
    private static IEnumerable<SyntaxNode> Related(SyntaxNode cover, SyntaxNode place, SyntaxNode function)
    {
        foreach (var around in cover.Ancestors().TakeWhile(node => node != function))
        {
            switch (around)
            {
                case ConditionalAccessExpressionSyntax access when !access.Contains(place):
                    yield return access.Expression;
                    break;
                case IfStatementSyntax { Condition: var condition } statement when !statement.Contains(place) && !condition.Contains(cover) && (AsksForSession(condition, cover) || IsConditionOf(condition, place)):
                    yield return FirstTestOf(condition);
                    break;
            }
        }
    }

    private static bool AsksForSession(ExpressionSyntax condition, SyntaxNode cover)
        => condition.ToString() is var text
            && (text.Contains("Session")
                || text.Contains("IsAuthenticated")
                || cover is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax renewed } }
                    && condition.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == renewed.Identifier.ValueText));

    private static bool IsConditionOf(ExpressionSyntax condition, SyntaxNode place)
        => place.Ancestors().OfType<IfStatementSyntax>().Any(around => SyntaxFactory.AreEquivalent(around.Condition, condition));

    private static ExpressionSyntax FirstTestOf(ExpressionSyntax condition) => condition switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => FirstTestOf(inner),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } => FirstTestOf(operand),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression, Left: var left } => FirstTestOf(left),
        _ => condition,
    };
}
