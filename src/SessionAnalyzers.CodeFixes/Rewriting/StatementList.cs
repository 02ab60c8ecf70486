using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Adds to and reorders statements that stand in a list: of a block, of a switch section, or of a file's top level.</summary>
internal static class StatementList
{
    /// <summary>Puts a statement before another; blank lines stay above both, comments with the one they are above of.</summary>
    public static Blocker? InsertBefore(DocumentEdits edits, StatementSyntax place, string text)
    {
        if (WhyNotBefore(place) is { } blocker)
        {
            return blocker;
        }

        string indentation = Indentation.Of(place);
        Change(edits, place, (items, here) =>
        {
            StatementSyntax added = SyntaxFactory.ParseStatement(text).WithTrailingTrivia(SyntaxFactory.LineFeed);
            PutBefore(items, here, place.Parent is GlobalStatementSyntax ? SyntaxFactory.GlobalStatement(added) : added, SyntaxFactory.Whitespace(indentation));
        });
        return null;
    }

    /// <summary>Puts a statement at the end of a block.</summary>
    public static Blocker? Append(DocumentEdits edits, BlockSyntax block, string text)
    {
        if (block.Statements.LastOrDefault() is not { } last)
        {
            return Blocker.At(block, "the block is empty");
        }

        if (last is ReturnStatementSyntax)
        {
            return InsertBefore(edits, last, text);
        }

        NewStatement.After(edits, last, text);
        return null;
    }

    /// <summary>Moves a statement, with the comments above it, before one that stands earlier in the same list.</summary>
    public static Blocker? MoveBefore(DocumentEdits edits, StatementSyntax moved, StatementSyntax place)
    {
        if ((WhyNotBefore(moved) ?? WhyNotBefore(place)) is { } blocker)
        {
            return blocker;
        }

        if (OwnerOf(moved) != OwnerOf(place))
        {
            return Blocker.At(moved, "the statements are not in one list");
        }

        var from = new SyntaxAnnotation();
        edits.Rewrite(moved, rewritten => rewritten.WithAdditionalAnnotations(from));
        Change(edits, place, (items, here) =>
        {
            int index = items.FindIndex(i => StatementOf(i).HasAnnotation(from));
            SyntaxNode item = items[index];
            items.RemoveAt(index);
            if (index < items.Count && Statements.HasBlankLineAbove(item) && !Statements.HasBlankLineAbove(items[index]))
            {
                items[index] = Statements.WithBlankLineAbove(items[index], wanted: true);
            }

            SyntaxTriviaList leading = SyntaxFactory.TriviaList(item.GetLeadingTrivia().SkipWhile(static t => t.IsKind(SyntaxKind.EndOfLineTrivia)));
            PutBefore(items, here, item.WithLeadingTrivia(leading), indentation: null);
        });
        return null;
    }

    private static void PutBefore(List<SyntaxNode> items, SyntaxAnnotation here, SyntaxNode added, SyntaxTrivia? indentation)
    {
        int index = items.FindIndex(i => StatementOf(i).HasAnnotation(here));
        SyntaxNode place = items[index];
        SyntaxTriviaList leading = place.GetLeadingTrivia();
        int blank = leading.TakeWhile(static t => t.IsKind(SyntaxKind.EndOfLineTrivia)).Count();
        items[index] = place.WithLeadingTrivia(leading.Skip(blank));
        SyntaxTriviaList own = indentation is { } space ? SyntaxFactory.TriviaList(space) : added.GetLeadingTrivia();
        items.Insert(index, added.WithLeadingTrivia(SyntaxFactory.TriviaList(leading.Take(blank)).AddRange(own)));
    }

    private static void Change(DocumentEdits edits, StatementSyntax place, Action<List<SyntaxNode>, SyntaxAnnotation> change)
    {
        var here = new SyntaxAnnotation();
        edits.Rewrite(place, rewritten => rewritten.WithAdditionalAnnotations(here));
        edits.Rewrite(OwnerOf(place)!, owner =>
        {
            List<SyntaxNode> items = [.. ItemsOf(owner)];
            change(items, here);
            return owner switch
            {
                BlockSyntax block => block.WithStatements(SyntaxFactory.List(items.Cast<StatementSyntax>())),
                SwitchSectionSyntax section => section.WithStatements(SyntaxFactory.List(items.Cast<StatementSyntax>())),
                CompilationUnitSyntax unit => unit.WithMembers(SyntaxFactory.List(items.Cast<MemberDeclarationSyntax>())),
                _ => owner,
            };
        });
    }

    private static Blocker? WhyNotBefore(StatementSyntax statement) =>
        OwnerOf(statement) is null ? Blocker.At(statement, "the statement is in no list")
            : statement.GetLeadingTrivia().Any(static t => t.IsDirective) ? Blocker.At(statement, "a directive stands above the statement")
            : !statement.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? Blocker.At(statement, "more than one statement stands in the line")
            : null;

    private static SyntaxNode? OwnerOf(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax or SwitchSectionSyntax => statement.Parent,
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } => unit,
        _ => null,
    };

    private static IEnumerable<SyntaxNode> ItemsOf(SyntaxNode owner) => owner is CompilationUnitSyntax unit ? unit.Members : Statements.Of(owner)!.Value;

    private static SyntaxNode StatementOf(SyntaxNode item) => item is GlobalStatementSyntax global ? global.Statement : item;
}
