using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Adds members to object initializers, in the manner in which they are written.</summary>
internal static class Initializers
{
    /// <summary>Adds <paramref name="member"/>, such as <c>Secure = true</c>, as the last one.</summary>
    public static InitializerExpressionSyntax Add(InitializerExpressionSyntax initializer, string member)
    {
        SeparatedSyntaxList<ExpressionSyntax> members = initializer.Expressions;
        ExpressionSyntax added = Parse(member);
        if (members.Count == 0)
        {
            return initializer
                .WithOpenBraceToken(initializer.OpenBraceToken.WithTrailingTrivia(SyntaxFactory.Space))
                .WithExpressions(members.Add(added.WithTrailingTrivia(SyntaxFactory.Space)))
                .WithCloseBraceToken(initializer.CloseBraceToken.WithLeadingTrivia());
        }

        ExpressionSyntax last = members[members.Count - 1];
        SyntaxTriviaList leading = last.GetLeadingTrivia();
        added = added.WithLeadingTrivia(leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading[leading.Count - 1]) : default);
        SyntaxNodeOrTokenList list = members.GetWithSeparators();
        if (list[list.Count - 1].IsToken)
        {
            // A trailing comma is kept up.
            SyntaxToken comma = list[list.Count - 1].AsToken();
            return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(
                list.Add(added).Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(EndOf(comma.TrailingTrivia)))));
        }

        SyntaxTriviaList trailing = last.GetTrailingTrivia();
        bool ownLine = trailing.Any(SyntaxKind.EndOfLineTrivia);
        return initializer.WithExpressions(SyntaxFactory.SeparatedList<ExpressionSyntax>(
            list.Replace(list[list.Count - 1], last.WithoutTrailingTrivia())
                .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(ownLine ? trailing : SyntaxFactory.TriviaList(SyntaxFactory.Space)))
                .Add(added.WithTrailingTrivia(EndOf(trailing)))));
    }

    /// <summary>Takes away the member that carries an annotation; the layout of the others stays.</summary>
    public static InitializerExpressionSyntax Remove(InitializerExpressionSyntax initializer, SyntaxAnnotation member)
    {
        SeparatedSyntaxList<ExpressionSyntax> members = initializer.Expressions;
        int index = members.IndexOf(m => m.HasAnnotation(member));
        if (index == 0 || index < members.SeparatorCount)
        {
            return initializer.WithExpressions(members.RemoveAt(index));
        }

        // The comma before it goes too, but not what ends that line.
        SyntaxTriviaList end = members.GetSeparator(index - 1).TrailingTrivia;
        members = members.RemoveAt(index);
        ExpressionSyntax last = members[index - 1];
        return initializer.WithExpressions(members.Replace(last, last.WithTrailingTrivia(end)));
    }

    /// <summary>Gives a creation an initializer of one member; it has none yet.</summary>
    public static BaseObjectCreationExpressionSyntax AddTo(BaseObjectCreationExpressionSyntax creation, string member)
    {
        SyntaxTriviaList trailing = creation.GetTrailingTrivia();
        InitializerExpressionSyntax initializer = ((BaseObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new() {{ {member} }}")).Initializer!;
        BaseObjectCreationExpressionSyntax bare = creation is ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } explicitly
            ? explicitly.WithType(explicitly.Type.WithoutTrailingTrivia()).WithArgumentList(null)
            : creation;
        return bare.WithoutTrailingTrivia()
            .WithInitializer(initializer.WithLeadingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(trailing);
    }

    private static ExpressionSyntax Parse(string member) =>
        ((BaseObjectCreationExpressionSyntax)SyntaxFactory.ParseExpression($"new() {{ {member} }}")).Initializer!.Expressions[0].WithoutTrivia();

    /// <summary>The end of the line, or the space before a brace, without a comment.</summary>
    private static SyntaxTriviaList EndOf(SyntaxTriviaList trailing) =>
        trailing.Any(SyntaxKind.EndOfLineTrivia) ? SyntaxFactory.TriviaList(SyntaxFactory.LineFeed) : trailing;
}
