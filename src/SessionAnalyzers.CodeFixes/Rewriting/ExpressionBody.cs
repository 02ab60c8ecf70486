using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>A method, local function or lambda whose body is an expression.</summary>
internal sealed class ExpressionBody
{
    private readonly SyntaxNode _function;
    private readonly SyntaxToken _arrow;

    private ExpressionBody(SyntaxNode function, ExpressionSyntax expression, SyntaxToken arrow)
    {
        _function = function;
        Expression = expression;
        _arrow = arrow;
    }

    public ExpressionSyntax Expression { get; }

    /// <returns>The body that contains a node, or null where the innermost function around it has a block.</returns>
    public static ExpressionBody? Of(SyntaxNode node) => EnclosingFunction.Of(node) switch
    {
        MethodDeclarationSyntax { ExpressionBody: { } body } method => new ExpressionBody(method, body.Expression, body.ArrowToken),
        LocalFunctionStatementSyntax { ExpressionBody: { } body } local => new ExpressionBody(local, body.Expression, body.ArrowToken),
        LambdaExpressionSyntax { ExpressionBody: { } body } lambda => new ExpressionBody(lambda, body, lambda.ArrowToken),
        _ => null,
    };

    /// <summary>Gives the function a block of a statement and of what its body was.</summary>
    public Blocker? PutBefore(DocumentEdits edits, string text, bool awaits, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (Method(semanticModel, cancellationToken) is not { } method)
        {
            return Blocker.At(_function, "the function does not bind");
        }

        if (Before(_arrow).TrailingTrivia.Concat(_arrow.LeadingTrivia).Concat(_arrow.TrailingTrivia).Concat(Expression.GetLeadingTrivia()).Any(static t => !Trivia.IsBlank(t)))
        {
            return Blocker.At(_function, "a comment or directive stands at the arrow");
        }

        bool isAsync = awaits || EnclosingFunction.IsAsync(_function);
        bool returns = !method.ReturnsVoid && !(isAsync && TaskTypes.IsTask(method.ReturnType) && !TaskTypes.HasResult(method.ReturnType));
        string indentation = Indentation.Of(_function);
        edits.Rewrite(_function, rewritten => WithBlock(rewritten, text, returns, indentation));
        return null;
    }

    private IMethodSymbol? Method(SemanticModel semanticModel, CancellationToken cancellationToken) =>
        (_function is LambdaExpressionSyntax ? semanticModel.GetSymbolInfo(_function, cancellationToken).Symbol : semanticModel.GetDeclaredSymbol(_function, cancellationToken)) as IMethodSymbol;

    private static SyntaxNode WithBlock(SyntaxNode function, string text, bool returns, string indentation)
    {
        switch (function)
        {
            case MethodDeclarationSyntax { ExpressionBody: { } body } method:
                BlockSyntax ofMethod = Block(body.Expression, text, returns, indentation).WithTrailingTrivia(method.SemicolonToken.TrailingTrivia);
                method = EndLine(method, Before(body.ArrowToken));
                return method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(ofMethod);
            case LocalFunctionStatementSyntax { ExpressionBody: { } body } local:
                BlockSyntax ofLocal = Block(body.Expression, text, returns, indentation).WithTrailingTrivia(local.SemicolonToken.TrailingTrivia);
                local = EndLine(local, Before(body.ArrowToken));
                return local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(ofLocal);
            case LambdaExpressionSyntax { ExpressionBody: { } expression } lambda:
                return lambda
                    .WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(SyntaxFactory.LineFeed))
                    .WithBody(Block(expression, text, returns, indentation).WithTrailingTrivia(expression.GetTrailingTrivia()));
            default:
                return function;
        }
    }

    private static BlockSyntax Block(ExpressionSyntax expression, string text, bool returns, string indentation)
    {
        SyntaxTrivia inner = SyntaxFactory.Whitespace(Indentation.Deeper(indentation));
        ExpressionSyntax value = expression.WithoutTrivia();
        StatementSyntax last = returns
            ? SyntaxFactory.ReturnStatement(SyntaxFactory.Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(SyntaxFactory.Space), value, SyntaxFactory.Token(SyntaxKind.SemicolonToken))
            : SyntaxFactory.ExpressionStatement(value, SyntaxFactory.Token(SyntaxKind.SemicolonToken));
        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)).WithTrailingTrivia(SyntaxFactory.LineFeed),
            SyntaxFactory.List(
            [
                SyntaxFactory.ParseStatement(text).WithLeadingTrivia(inner).WithTrailingTrivia(SyntaxFactory.LineFeed),
                last.WithLeadingTrivia(inner).WithTrailingTrivia(SyntaxFactory.LineFeed),
            ]),
            SyntaxFactory.Token(SyntaxKind.CloseBraceToken).WithLeadingTrivia(SyntaxFactory.Whitespace(indentation)));
    }

    private static SyntaxToken Before(SyntaxToken arrow) => arrow.GetPreviousToken();

    private static TNode EndLine<TNode>(TNode node, SyntaxToken last) where TNode : SyntaxNode =>
        node.ReplaceToken(last, last.WithTrailingTrivia(SyntaxFactory.LineFeed));
}
