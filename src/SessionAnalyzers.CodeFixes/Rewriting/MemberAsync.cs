using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SessionAnalyzers.Rewriting;

/// <summary>Gives a method or local function a task to return, and makes it async if it awaits.</summary>
internal static class MemberAsync
{
    public static Blocker? Convert(DocumentEdits edits, SyntaxNode function, IMethodSymbol member, bool awaits, SemanticModel semanticModel)
    {
        SyntaxNode? body = EnclosingFunction.Body(function);
        bool returnsTask = TaskTypes.IsTask(member.ReturnType);
        if (returnsTask)
        {
            if (awaits && Returns.AwaitTasks(edits, function, TaskTypes.HasResult(member.ReturnType)) is { } blocker)
            {
                return blocker;
            }
        }
        else if (body is not null && !awaits)
        {
            TypeSyntax result = ReturnType(function);
            string task = TaskTypes.Name(edits, semanticModel, function.SpanStart);
            Returns.WrapResults(edits, function, member.ReturnsVoid, task, result);
            if (member.ReturnsVoid)
            {
                edits.Rewrite(function, rewritten => EndWithCompletedTask(rewritten, task));
            }
        }

        if (!returnsTask)
        {
            TypeSyntax returnType = ReturnType(function);
            TypeSyntax task = TaskTypes.Write(edits, semanticModel, returnType.SpanStart, member.ReturnsVoid ? null : returnType);
            edits.Rewrite(function, rewritten => WithReturnType(rewritten, task));
        }

        if (awaits && body is not null)
        {
            edits.Rewrite(function, AddAsync);
        }

        return null;
    }

    private static TypeSyntax ReturnType(SyntaxNode function) => function switch
    {
        MethodDeclarationSyntax method => method.ReturnType,
        LocalFunctionStatementSyntax local => local.ReturnType,
        _ => throw new ArgumentException("A method or local function is expected.", nameof(function)),
    };

    private static SyntaxNode WithReturnType(SyntaxNode function, TypeSyntax type)
    {
        type = type.WithTriviaFrom(ReturnType(function));
        return function switch
        {
            MethodDeclarationSyntax method => method.WithReturnType(type),
            LocalFunctionStatementSyntax local => local.WithReturnType(type),
            _ => function,
        };
    }

    private static SyntaxNode AddAsync(SyntaxNode function)
    {
        SyntaxToken async = SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        SyntaxTokenList modifiers = function switch
        {
            MethodDeclarationSyntax method => method.Modifiers,
            LocalFunctionStatementSyntax local => local.Modifiers,
            _ => default,
        };
        TypeSyntax type = ReturnType(function);
        if (modifiers.Count == 0)
        {
            async = async.WithLeadingTrivia(type.GetLeadingTrivia());
            type = type.WithoutLeadingTrivia();
        }

        return function switch
        {
            MethodDeclarationSyntax method => method.WithReturnType(type).WithModifiers(method.Modifiers.Add(async)),
            LocalFunctionStatementSyntax local => local.WithReturnType(type).WithModifiers(local.Modifiers.Add(async)),
            _ => function,
        };
    }

    private static SyntaxNode EndWithCompletedTask(SyntaxNode function, string task)
    {
        ReturnStatementSyntax end = SyntaxFactory.ReturnStatement(
                SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space),
                Returns.CompletedTask(task),
                SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
            .WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return function switch
        {
            MethodDeclarationSyntax { Body: { } body } method when !EndsWithJump(body) => method.WithBody(body.AddStatements(end)),
            LocalFunctionStatementSyntax { Body: { } body } local when !EndsWithJump(body) => local.WithBody(body.AddStatements(end)),
            MethodDeclarationSyntax { ExpressionBody.Expression: { } expression and not ThrowExpressionSyntax } method => method
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(Block(expression, end))
                .WithTrailingTrivia(method.GetTrailingTrivia()),
            LocalFunctionStatementSyntax { ExpressionBody.Expression: { } expression and not ThrowExpressionSyntax } local => local
                .WithExpressionBody(null)
                .WithSemicolonToken(default)
                .WithBody(Block(expression, end))
                .WithTrailingTrivia(local.GetTrailingTrivia()),
            _ => function,
        };
    }

    private static BlockSyntax Block(ExpressionSyntax expression, StatementSyntax end) =>
        SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(expression.WithoutTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed), end)
            .WithAdditionalAnnotations(Formatter.Annotation);

    private static bool EndsWithJump(BlockSyntax body) => body.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax;
}
