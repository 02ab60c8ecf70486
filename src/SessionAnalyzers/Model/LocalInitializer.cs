using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>What a local is declared with.</summary>
internal static class LocalInitializer
{
    /// <summary>The initial value of a local where <paramref name="use"/> names it, or null.</summary>
    /// <remarks>Unfinished code may declare locals with themselves or each other; values before their uses do not lead in a circle.</remarks>
    public static ExpressionSyntax? Of(ILocalSymbol local, SyntaxNode use, CancellationToken cancellationToken)
        => local.DeclaringSyntaxReferences is [var declaration]
            && declaration.Span.End <= use.SpanStart
            && declaration.GetSyntax(cancellationToken) is VariableDeclaratorSyntax { Initializer.Value: var value }
                ? value
                : null;
}
