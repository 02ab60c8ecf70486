using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Moves the write before the statement that starts the response, where it means the same there (SESS3003).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionWriteAfterResponseStartedCodeFix)), Shared]
public sealed class SessionWriteAfterResponseStartedCodeFix() : PlannedCodeFixProvider("SESS3003")
{
    internal override string Title(Diagnostic diagnostic) => "Write before the response starts";

    private protected override string Intent(Diagnostic diagnostic) => "MoveUp";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        (SessionModel model, SemanticModel semanticModel) = (finding.Model, finding.SemanticModel);
        (SessionBody body, SessionAccess write, ResponseStart start) = model.GetBodies(finding.Root.SyntaxTree, cancellationToken)
            .SelectMany(b => ResponseFlow.LateWrites(model, b, cancellationToken).Select(late => (b, late.Write, late.Start)))
            .FirstOrDefault(late => late.Write.Location.SourceSpan == finding.Span);
        if (write is null || Statements.Containing(write.Syntax) is not ExpressionStatementSyntax statement || Statements.Of(statement.Parent) is not { } statements)
        {
            return new Blocker("the write is no statement of its own", finding.Diagnostic.Location);
        }

        // What the rest of the pipeline does may be what the write depends on.
        StatementSyntax? first = statements.FirstOrDefault(s => s.Span.Contains(start.Syntax.Span));
        if (first is not ExpressionStatementSyntax || start.IsPipeline)
        {
            return Blocker.At(statement, "the response is started elsewhere");
        }

        List<StatementSyntax> between = [.. statements.Where(s => s.SpanStart >= first.SpanStart && s.SpanStart < statement.SpanStart)];
        if (!IsPlain(statement, write, semanticModel, cancellationToken)
            || statement.DescendantTrivia(descendIntoTrivia: true).Any(static t => t.IsDirective || t.IsKind(SyntaxKind.SingleLineCommentTrivia) || t.IsKind(SyntaxKind.MultiLineCommentTrivia))
            || between.Any(s => body.Accesses.Any(a => s.Span.Contains(a.Syntax.Span)))
            || AssignsWhatIsRead(between, statement, semanticModel)
            || ReadsObjects(write.Syntax, semanticModel, cancellationToken) && !between.All(s => OnlyResponds(s, semanticModel, cancellationToken)))
        {
            return Blocker.At(statement, "the write may mean something else before");
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        edits.Remove(statement);
        return NewStatement.Before(edits, first, statement.WithoutTrivia().ToString());
    }

    /// <summary>Whether the statement calls nothing but what writes to the session, or makes a text of its value.</summary>
    private static bool IsPlain(ExpressionStatementSyntax statement, SessionAccess write, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        !statement.DescendantNodes().Any(n => n switch
        {
            InvocationExpressionSyntax call => call != write.Syntax && SignInScope.NameOf(call) is not ("ToString" or "Serialize" or "SerializeObject" or "nameof"),
            AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax or ObjectCreationExpressionSyntax => true,
            AssignmentExpressionSyntax assignment => assignment.Left != write.Syntax,
            ExpressionSyntax expression => semanticModel.GetTypeInfo(expression, cancellationToken).Type?.Name is "HttpResponse",
            _ => false,
        });

    /// <summary>Whether the statements in between declare or assign a variable that the write names.</summary>
    private static bool AssignsWhatIsRead(List<StatementSyntax> between, StatementSyntax write, SemanticModel semanticModel)
    {
        DataFlowAnalysis? flow = semanticModel.AnalyzeDataFlow(between[0], between[between.Count - 1]);
        DataFlowAnalysis? used = semanticModel.AnalyzeDataFlow(write);
        return flow is not { Succeeded: true } || used is not { Succeeded: true }
            || used.ReadInside.Any(s => flow.WrittenInside.Contains(s, SymbolEqualityComparer.Default) || flow.VariablesDeclared.Contains(s, SymbolEqualityComparer.Default));
    }

    /// <summary>Whether what is written, or its key, is more than constants and variables that hold a value or a text.</summary>
    private static bool ReadsObjects(SyntaxNode write, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        write is not InvocationExpressionSyntax call
        || call.ArgumentList.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => semanticModel.GetSymbolInfo(name, cancellationToken).Symbol switch
        {
            ILocalSymbol { Type: var type } => !IsValueOrText(type),
            IParameterSymbol { Type: var type } => !IsValueOrText(type),
            IFieldSymbol field => !field.IsConst,
            IPropertySymbol => true,
            _ => false,
        });

    private static bool IsValueOrText(ITypeSymbol type) => type.IsValueType || type.SpecialType == SpecialType.System_String;

    /// <summary>Whether a statement does nothing but call the response, so that no object changes.</summary>
    private static bool OnlyResponds(StatementSyntax statement, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        statement is ExpressionStatementSyntax
        && !statement.DescendantNodes().Any(static n => n is AssignmentExpressionSyntax or BaseObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax
            or PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression }
            or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression })
        && statement.DescendantNodes().OfType<InvocationExpressionSyntax>().All(call => call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }
            && receiver.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(e => semanticModel.GetTypeInfo(e, cancellationToken).Type?.Name == "HttpResponse"));
}
