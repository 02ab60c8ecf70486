using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using SessionAnalyzers.Flow;

namespace SessionAnalyzers.Model;

/// <summary>Analyses one body with the summaries of the bodies it calls.</summary>
internal static class BodyAnalysis
{
    private const int MaxSteps = 20_000;
    private const int MaxEffects = 64;

    public static SessionBody Analyze(SessionModel model, SyntaxNode node, Func<SyntaxNode, BodySummary> summaryOf, CancellationToken cancellationToken)
    {
        if (model.GetSemanticModel(node.SyntaxTree) is not { } semantics
            || Graph(node, semantics, cancellationToken) is not { } graph)
        {
            return SessionBody.Silent(node);
        }

        var symbol = MethodOf(node, semantics, cancellationToken);
        var type = symbol?.ContainingType ?? semantics.GetEnclosingSymbol(node.SpanStart, cancellationToken)?.ContainingType;
        var context = new SessionFlowContext(model, node, symbol, summaryOf, new StepBudget(MaxSteps), cancellationToken);
        var flow = new SessionFlow(context, graph);
        if (flow.Run(context.EntryFact(type, SessionModel.IsEntry(node)), out var result) is not { } recorder)
        {
            return SessionBody.Silent(node);
        }

        var effects = recorder.Effects(result.Exit);
        if (effects.Length > MaxEffects)
        {
            effects = [];
        }

        var summary = new BodySummary(effects, result.Returned, context.OutsAt(result.Exit), SessionFlowContext.MembersAt(result.Exit, type));
        return new SessionBody(node, summary, recorder.Accesses, recorder.ReadModifyWrites, recorder.CheckThenActs);
    }

    private static ControlFlowGraph? Graph(SyntaxNode node, SemanticModel semantics, CancellationToken cancellationToken)
        => semantics.GetOperation(node, cancellationToken) is { Parent: null }
            ? ControlFlowGraph.Create(node, semantics, cancellationToken)
            : null;

    private static IMethodSymbol? MethodOf(SyntaxNode node, SemanticModel semantics, CancellationToken cancellationToken) => node switch
    {
        ArrowExpressionClauseSyntax { Parent: BasePropertyDeclarationSyntax property } => (semantics.GetDeclaredSymbol(property, cancellationToken) as IPropertySymbol)?.GetMethod,
        EqualsValueClauseSyntax => null,
        _ => semantics.GetDeclaredSymbol(node, cancellationToken) as IMethodSymbol,
    };
}
