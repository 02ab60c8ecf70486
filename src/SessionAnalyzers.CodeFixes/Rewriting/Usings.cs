using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Rewriting;

/// <summary>Adds a using directive where the file keeps its own: among the file's, or among its only namespace's.</summary>
internal static class Usings
{
    public static CompilationUnitSyntax Add(CompilationUnitSyntax unit, string @namespace)
    {
        if (Has(unit.Usings, @namespace))
        {
            return unit;
        }

        if (unit.Usings.Count == 0 && unit.Members.Count == 1 && unit.Members[0] is BaseNamespaceDeclarationSyntax { Usings.Count: > 0 } inner)
        {
            return Has(inner.Usings, @namespace)
                ? unit
                : unit.ReplaceNode(inner, inner.WithUsings(Insert(inner.Usings, @namespace)));
        }

        if (unit.Usings.Count > 0)
        {
            return unit.WithUsings(Insert(unit.Usings, @namespace));
        }

        UsingDirectiveSyntax directive = Directive(@namespace);
        SyntaxToken first = unit.GetFirstToken();
        bool hasContent = !first.IsKind(SyntaxKind.EndOfFileToken);

        // A file header stays above the directive.
        SyntaxTriviaList leading = first.LeadingTrivia;
        unit = unit.ReplaceToken(first, first.WithLeadingTrivia());
        directive = directive
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(hasContent
                ? SyntaxFactory.TriviaList(SyntaxFactory.LineFeed, SyntaxFactory.LineFeed)
                : SyntaxFactory.TriviaList(SyntaxFactory.LineFeed));
        return unit.WithUsings(SyntaxFactory.SingletonList(directive));
    }

    private static bool Has(SyntaxList<UsingDirectiveSyntax> usings, string @namespace) =>
        usings.Any(u => u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None) && u.Name?.ToString() == @namespace);

    private static SyntaxList<UsingDirectiveSyntax> Insert(SyntaxList<UsingDirectiveSyntax> usings, string @namespace)
    {
        int index = 0;
        for (int i = 0; i < usings.Count; i++)
        {
            UsingDirectiveSyntax present = usings[i];
            bool plain = present.Alias is null && present.StaticKeyword.IsKind(SyntaxKind.None);
            bool isGlobal = present.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword);
            if (isGlobal || plain && Compare(present.Name!.ToString(), @namespace) < 0)
            {
                index = i + 1;
            }
        }

        UsingDirectiveSyntax directive = Directive(@namespace);
        if (index == 0)
        {
            UsingDirectiveSyntax first = usings[0];
            directive = directive.WithLeadingTrivia(first.GetLeadingTrivia());
            usings = usings.Replace(first, first.WithLeadingTrivia(Indentation(first)));
        }
        else
        {
            directive = directive.WithLeadingTrivia(Indentation(usings[index - 1]));
        }

        return usings.Insert(index, directive);
    }

    private static SyntaxTriviaList Indentation(UsingDirectiveSyntax directive)
    {
        SyntaxTrivia last = directive.GetLeadingTrivia().LastOrDefault();
        return last.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(last) : default;
    }

    private static int Compare(string left, string right)
    {
        bool leftIsSystem = IsSystem(left);
        return leftIsSystem != IsSystem(right)
            ? leftIsSystem ? -1 : 1
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);

    private static UsingDirectiveSyntax Directive(string @namespace) =>
        SyntaxFactory.UsingDirective(SyntaxFactory.ParseName(@namespace))
            .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
}
