using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Rewrites what a function hands back, so that it fits after the function became async or began to return a task.</summary>
internal static class Returns
{
    /// <summary>For a function that returned a task and becomes async: awaits the tasks that it handed on.</summary>
    public static Blocker? AwaitTasks(DocumentEdits edits, SyntaxNode function, bool hasResult)
    {
        SyntaxNode? body = EnclosingFunction.Body(function);
        ExpressionSyntax? expression = body as ExpressionSyntax ?? (body as ArrowExpressionClauseSyntax)?.Expression;
        if (expression is not null)
        {
            if (expression is not ThrowExpressionSyntax)
            {
                edits.Rewrite(expression, rewritten => Result((ExpressionSyntax)rewritten, expression));
            }

            return null;
        }

        foreach (ReturnStatementSyntax statement in EnclosingFunction.OwnNodes(body!).OfType<ReturnStatementSyntax>())
        {
            if (statement.Ancestors().TakeWhile(a => a != body).Any(static a => a is TryStatementSyntax or UsingStatementSyntax or LockStatementSyntax))
            {
                return Blocker.At(statement, "the task would be awaited inside a try, using or lock that it outlived before");
            }

            bool isLast = body is BlockSyntax block && block.Statements.LastOrDefault() == statement;
            edits.Rewrite(statement, rewritten => Return((ReturnStatementSyntax)rewritten, hasResult, isLast));
        }

        return null;
    }

    /// <summary>For a function that awaits nothing but must return a task: wraps its results in finished ones.</summary>
    public static void WrapResults(DocumentEdits edits, SyntaxNode function, bool returnsVoid, string task, TypeSyntax result)
    {
        SyntaxNode body = EnclosingFunction.Body(function)!;
        if (body is ArrowExpressionClauseSyntax { Expression: { } expression })
        {
            if (expression is not ThrowExpressionSyntax && !returnsVoid)
            {
                edits.Rewrite(expression, rewritten => FromResult(task, result, (ExpressionSyntax)rewritten));
            }

            return;
        }

        foreach (ReturnStatementSyntax statement in EnclosingFunction.OwnNodes(body).OfType<ReturnStatementSyntax>())
        {
            edits.Rewrite(statement, rewritten => WithValue(
                (ReturnStatementSyntax)rewritten,
                returnsVoid ? CompletedTask(task) : FromResult(task, result, ((ReturnStatementSyntax)rewritten).Expression!)));
        }
    }

    public static ExpressionSyntax CompletedTask(string task) => SyntaxFactory.ParseExpression(task + ".CompletedTask");

    private static ExpressionSyntax FromResult(string task, TypeSyntax result, ExpressionSyntax value) =>
        SyntaxFactory.InvocationExpression(
            SyntaxFactory.ParseExpression($"{task}.FromResult<{result.WithoutTrivia()}>"),
            SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Argument(value.WithoutTrivia()))))
            .WithTriviaFrom(value);

    private static ReturnStatementSyntax WithValue(ReturnStatementSyntax statement, ExpressionSyntax value) => statement
        .WithReturnKeyword(statement.ReturnKeyword.WithTrailingTrivia(SyntaxFactory.Space))
        .WithExpression(value);

    private static StatementSyntax Return(ReturnStatementSyntax statement, bool hasResult, bool isLast)
    {
        ExpressionSyntax task = statement.Expression!;
        if (hasResult)
        {
            return statement.WithExpression(Result(task, task));
        }

        ReturnStatementSyntax empty = SyntaxFactory.ReturnStatement().WithTriviaFrom(statement);
        if (IsCompleted(task))
        {
            return empty;
        }

        ExpressionStatementSyntax awaited = SyntaxFactory.ExpressionStatement(Awaits.Await(task.WithoutTrivia(), statement));
        return isLast
            ? awaited.WithTriviaFrom(statement)
            : SyntaxFactory.Block(awaited.WithTrailingTrivia(SyntaxFactory.ElasticLineFeed), empty.WithoutTrivia())
                .WithTriviaFrom(statement)
                .WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation);
    }

    private static ExpressionSyntax Result(ExpressionSyntax task, SyntaxNode original) =>
        task is InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "Task" or "ValueTask" }, Name.Identifier.ValueText: "FromResult" },
            ArgumentList.Arguments: { Count: 1 } arguments,
        }
            ? arguments[0].Expression.WithTriviaFrom(task)
            : Awaits.Await(task, original);

    private static bool IsCompleted(ExpressionSyntax task) =>
        task is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or LiteralExpressionSyntax or DefaultExpressionSyntax;
}
