using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Rewriting;

/// <summary>The function that sets the options of a registration: a lambda, or a method handed over by name.</summary>
internal sealed class OptionsCallback
{
    private OptionsCallback(SyntaxNode function, string options)
    {
        Function = function;
        Options = options;
    }

    public SyntaxNode Function { get; }

    /// <summary>What the function calls the options.</summary>
    public string Options { get; }

    /// <summary>Its statements; empty where it is one expression.</summary>
    public SyntaxList<StatementSyntax> Statements => Function switch
    {
        AnonymousFunctionExpressionSyntax { Block.Statements: var statements } => statements,
        BaseMethodDeclarationSyntax { Body.Statements: var statements } => statements,
        _ => default,
    };

    /// <returns>The callback, or null where it cannot be seen, or has no name for the options.</returns>
    public static OptionsCallback? Of(IOperation callback, CancellationToken cancellationToken)
    {
        while (callback is IConversionOperation or IDelegateCreationOperation)
        {
            callback = callback.ChildOperations.First();
        }

        (SyntaxNode? function, string? options) = callback switch
        {
            IAnonymousFunctionOperation { Symbol.Parameters: [var parameter, ..] } lambda => (lambda.Syntax, parameter.Name),
            IMethodReferenceOperation { Method: { Parameters: [var parameter, ..] } method } => (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken), parameter.Name),
            _ => (null, null),
        };
        return function is null || options is null or "_" ? null : new OptionsCallback(function, options);
    }

    /// <summary>Whether an expression is a member of the options, such as <c>Cookie.Name</c>.</summary>
    public bool IsMember(ExpressionSyntax expression, string member) => expression.ToString() == $"{Options}.{member}";

    /// <summary>Adds assignments such as <c>Cookie.Name = "shop"</c> after a statement, or at the end.</summary>
    /// <returns>What is in the way; null when done.</returns>
    public Blocker? Add(DocumentEdits edits, IReadOnlyList<string> assignments, StatementSyntax? after = null)
    {
        List<string> statements = [.. assignments.Select(a => $"{Options}.{a};")];
        if (Statements is { Count: > 0 } present)
        {
            StatementSyntax place = after ?? present[present.Count - 1];
            if (place is not (ExpressionStatementSyntax or IfStatementSyntax or LocalDeclarationStatementSyntax))
            {
                return Blocker.At(place, "whether the callback's end is reached cannot be seen");
            }

            // Each is put right behind the place, so that the last one comes first.
            statements.Reverse();
            foreach (string statement in statements)
            {
                NewStatement.After(edits, place, statement);
            }

            return null;
        }

        if (Function is LambdaExpressionSyntax lambda)
        {
            if (HasComment(lambda))
            {
                return Blocker.At(lambda, "a comment would be lost");
            }

            edits.Rewrite(lambda, rewritten => WithBlock((LambdaExpressionSyntax)rewritten, statements, Indentation.Of(lambda)));
            return null;
        }

        return Blocker.At(Function, "the callback has no statements");
    }

    /// <summary>Whether anything but white space stands where the new block will be.</summary>
    private static bool HasComment(LambdaExpressionSyntax lambda) =>
        lambda.ArrowToken.GetAllTrivia()
            .Concat(lambda.Block is { } empty ? empty.OpenBraceToken.GetAllTrivia().Concat(empty.CloseBraceToken.LeadingTrivia) : lambda.Body.GetLeadingTrivia())
            .Any(static t => !Trivia.IsBlank(t));

    private static LambdaExpressionSyntax WithBlock(LambdaExpressionSyntax lambda, IEnumerable<string> statements, string indentation)
    {
        string deeper = Indentation.Deeper(indentation);
        if (lambda.ExpressionBody is { } body)
        {
            statements = statements.Prepend(body.WithoutTrivia().ToFullString() + ";");
        }

        string text = $"{indentation}{{\n{string.Concat(statements.Select(s => $"{deeper}{s}\n"))}{indentation}}}";
        return lambda
            .WithArrowToken(lambda.ArrowToken.WithTrailingTrivia(SyntaxFactory.LineFeed))
            .WithBody(((BlockSyntax)SyntaxFactory.ParseStatement(text)).WithTrailingTrivia(lambda.GetTrailingTrivia()));
    }
}
