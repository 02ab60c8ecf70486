using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace SessionAnalyzers.Rewriting;

/// <summary>Puts a statement beside one that is there.</summary>
internal static class NewStatement
{
    /// <summary>
    /// Puts a statement before the one that contains a node, or before the expression that is the whole body of a function, which
    /// gets a block then.
    /// </summary>
    /// <param name="edits">The edits of the document.</param>
    /// <param name="node">What comes after the statement.</param>
    /// <param name="text">The statement.</param>
    /// <param name="awaits">Whether the function awaits from now on.</param>
    /// <param name="semanticModel">The document's.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public static Blocker? Before(DocumentEdits edits, SyntaxNode node, string text, bool awaits, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        ExpressionBody.Of(node) is { } body ? body.PutBefore(edits, text, awaits, semanticModel, cancellationToken) : Before(edits, node, text);

    /// <summary>Puts a statement before the one that contains a node; comments and blank lines stay where they are.</summary>
    /// <param name="edits">The edits of the document.</param>
    /// <param name="node">What comes after the statement.</param>
    /// <param name="text">The statement.</param>
    /// <param name="isParagraph">Whether a blank line comes after it.</param>
    public static Blocker? Before(DocumentEdits edits, SyntaxNode node, string text, bool isParagraph = false)
    {
        if (Statements.Containing(node) is not { } statement || EnclosingFunction.Of(node) is not { } function || EnclosingFunction.Of(statement) != function || statement is LocalFunctionStatementSyntax)
        {
            return Blocker.At(node, "there is no statement to put another before");
        }

        switch (statement.Parent)
        {
            case BlockSyntax or SwitchSectionSyntax:
                var here = new SyntaxAnnotation();
                edits.Rewrite(statement, rewritten => rewritten.WithAdditionalAnnotations(here));
                edits.Rewrite(statement.Parent, owner => Insert(owner, here, text, Indentation.Of(statement), isParagraph));
                return null;
            case GlobalStatementSyntax or LabeledStatementSyntax:
                return Blocker.At(node, "the statement is in no block");
            default:
                edits.Rewrite(statement, rewritten => SyntaxFactory.Block(
                        SyntaxFactory.ParseStatement(text).WithTrailingTrivia(SyntaxFactory.LineFeed),
                        (StatementSyntax)rewritten.WithoutLeadingTrivia())
                    .WithLeadingTrivia(rewritten.GetLeadingTrivia())
                    .WithAdditionalAnnotations(Formatter.Annotation));
                return null;
        }
    }

    /// <summary>Puts a statement after another in a list of statements.</summary>
    /// <param name="edits">The edits of the document.</param>
    /// <param name="statement">What comes before the statement.</param>
    /// <param name="text">The statement.</param>
    /// <param name="isParagraph">Whether a blank line comes after it.</param>
    public static void After(DocumentEdits edits, StatementSyntax statement, string text, bool isParagraph = false)
    {
        bool addsBlankLine = isParagraph && IsFollowedAtOnce(statement);
        var here = new SyntaxAnnotation();
        edits.Rewrite(statement, rewritten => rewritten.WithAdditionalAnnotations(here));
        edits.Rewrite(statement.Parent!, owner =>
        {
            SyntaxList<StatementSyntax> statements = Statements.Of(owner)!.Value;
            int index = statements.IndexOf(s => s.HasAnnotation(here));
            StatementSyntax last = statements[index];
            bool ownLine = last.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
            StatementSyntax added = SyntaxFactory.ParseStatement(text)
                .WithLeadingTrivia(ownLine ? SyntaxFactory.TriviaList(SyntaxFactory.Whitespace(Indentation.Of(statement))) : default)
                .WithTrailingTrivia(ownLine ? LineEnd(addsBlankLine) : last.GetTrailingTrivia());
            statements = ownLine ? statements : statements.Replace(last, last.WithTrailingTrivia(SyntaxFactory.Space));
            return With(owner, statements.Insert(index + 1, added));
        });
    }

    /// <summary>Whether another statement comes after one in its list, without a blank line between them.</summary>
    public static bool IsFollowedAtOnce(StatementSyntax statement) =>
        Statements.Of(statement.Parent) is { } statements
        && statements.ElementAtOrDefault(statements.IndexOf(statement) + 1) is { } next
        && !next.GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);

    private static SyntaxTriviaList LineEnd(bool addsBlankLine) =>
        addsBlankLine ? SyntaxFactory.TriviaList(SyntaxFactory.LineFeed, SyntaxFactory.LineFeed) : SyntaxFactory.TriviaList(SyntaxFactory.LineFeed);

    private static SyntaxNode Insert(SyntaxNode owner, SyntaxAnnotation here, string text, string indentation, bool isParagraph)
    {
        SyntaxList<StatementSyntax> statements = Statements.Of(owner)!.Value;
        int index = statements.IndexOf(s => s.HasAnnotation(here));
        StatementSyntax statement = statements[index];
        SyntaxTriviaList leading = statement.GetLeadingTrivia();

        // Blank lines come before the new statement, comments stay with the old one; after a directive nothing can move up.
        int taken = leading.Any(static t => t.IsDirective) ? leading.Count : leading.TakeWhile(static t => t.IsKind(SyntaxKind.EndOfLineTrivia)).Count();
        SyntaxTrivia indent = SyntaxFactory.Whitespace(indentation);
        SyntaxTriviaList above = SyntaxFactory.TriviaList(leading.Take(taken));
        SyntaxTriviaList below = SyntaxFactory.TriviaList(leading.Skip(taken));
        bool ownLine = statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);
        StatementSyntax added = SyntaxFactory.ParseStatement(text)
            .WithLeadingTrivia(taken == leading.Count && taken > 0 ? above : ownLine ? above.Add(indent) : above)
            .WithTrailingTrivia(ownLine ? LineEnd(isParagraph) : SyntaxFactory.TriviaList(SyntaxFactory.Space));
        return With(owner, statements
            .Replace(statement, statement.WithLeadingTrivia(below.Count > 0 || !ownLine ? below : SyntaxFactory.TriviaList(indent)))
            .Insert(index, added));
    }

    private static SyntaxNode With(SyntaxNode owner, SyntaxList<StatementSyntax> statements) => owner switch
    {
        BlockSyntax block => block.WithStatements(statements),
        SwitchSectionSyntax section => section.WithStatements(statements),
        _ => owner,
    };
}
