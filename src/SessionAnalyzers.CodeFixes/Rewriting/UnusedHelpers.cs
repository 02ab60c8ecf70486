using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace SessionAnalyzers.Rewriting;

/// <summary>Takes out private helpers such as <c>SaveCart(cart)</c> that only code called which went into updates.</summary>
internal static class UnusedHelpers
{
    public static async Task RemoveAsync(KeyMove move, CancellationToken cancellationToken)
    {
        foreach (KeySite site in move.Sites.Where(s => !move.Consumed.Contains(s.Call)).ToList())
        {
            SyntaxNode? helper = EnclosingFunction.Of(site.Call);
            if (helper is not (MethodDeclarationSyntax or PropertyDeclarationSyntax)
                || site.SemanticModel.GetDeclaredSymbol(helper, cancellationToken) is not { DeclaredAccessibility: Accessibility.Private } symbol)
            {
                continue;
            }

            ReferenceLocation[] uses = [.. (await SymbolFinder.FindReferencesAsync(symbol, move.Solution, cancellationToken).ConfigureAwait(false)).SelectMany(static r => r.Locations)];
            if (uses.Length > 0 && uses.All(u => IsConsumed(move, u)))
            {
                move.Edits.In(site.Document).Remove(helper);
                move.Consumed.Add(site.Call);
            }
        }
    }

    private static bool IsConsumed(KeyMove move, ReferenceLocation use) =>
        use.Location.SourceTree is { } tree
        && move.Consumed.Any(c => c.SyntaxTree == tree && c.Span.Contains(use.Location.SourceSpan));
}
