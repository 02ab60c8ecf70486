using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SessionAnalyzers.Rewriting;

internal static class Trivia
{
    /// <summary>Whether trivia is nothing but layout: no comment, directive or code of another build.</summary>
    public static bool IsBlank(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
