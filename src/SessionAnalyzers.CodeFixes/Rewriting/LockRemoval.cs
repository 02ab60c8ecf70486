using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Takes out a lock that an atomic operation makes needless, where nothing else is left in it.</summary>
internal static class LockRemoval
{
    /// <summary>Finds the lock around the write, and says that it goes.</summary>
    public static Blocker? Plan(KeyMove move, ReadModifyWriteRelation relation)
    {
        SyntaxNode write = relation.Write.Syntax;
        LockStatementSyntax? @lock = write.Ancestors()
            .TakeWhile(a => a != EnclosingFunction.Of(write))
            .OfType<LockStatementSyntax>()
            .FirstOrDefault();
        if (@lock?.Statement is not BlockSyntax || !relation.Reads.All(r => @lock.Statement.Span.Contains(r.Syntax.Span)))
        {
            return Blocker.At(write, "the lock is not a lock statement around the read and the write");
        }

        move.Propagation.RemovedLocks.Add(@lock);
        return null;
    }

    /// <summary>Replaces each lock by the one statement that is left in it.</summary>
    public static Blocker? Complete(KeyMove move)
    {
        foreach (LockStatementSyntax @lock in move.Propagation.RemovedLocks.OfType<LockStatementSyntax>())
        {
            DocumentEdits edits = move.Edits.In(move.Solution.GetDocument(@lock.SyntaxTree)!);
            StatementSyntax[] left = [.. ((BlockSyntax)@lock.Statement).Statements.Where(s => !edits.IsRemoved(s))];
            if (left.Length != 1)
            {
                return Blocker.At(@lock, "the lock protects more than the key");
            }

            int index = ((BlockSyntax)@lock.Statement).Statements.IndexOf(left[0]);
            edits.Rewrite(@lock, rewritten =>
            {
                StatementSyntax statement = ((BlockSyntax)((LockStatementSyntax)rewritten).Statement).Statements[index];
                return statement
                    .WithLeadingTrivia(Statements.WithCommentsOf(rewritten.GetLeadingTrivia(), [statement]))
                    .WithTrailingTrivia(rewritten.GetTrailingTrivia());
            });
        }

        return null;
    }
}
