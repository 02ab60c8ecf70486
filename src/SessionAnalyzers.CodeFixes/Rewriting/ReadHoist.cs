using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Reads what a function reads from the session before the statement that the function is part of, and gives it the values.</summary>
internal static class ReadHoist
{
    /// <summary>Plans the change, or says why the function needs the session itself.</summary>
    public static Blocker? Out(DocumentEdits edits, AnonymousFunctionExpressionSyntax function, SessionModel model, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        List<SessionAccess> accesses = [.. model.GetBodies(function.SyntaxTree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .Where(a => function.Span.Contains(a.Syntax.Span))];
        if (accesses.Any(static a => a.Kind != SessionAccessKind.Read))
        {
            return Blocker.At(function, "it does more than read the session");
        }

        if (Statements.Containing(function) is not { } statement || Statements.Of(statement.Parent) is null || EnclosingFunction.Of(statement) is not { } outer || EnclosingFunction.Of(function.Parent!) != outer)
        {
            return Blocker.At(function, "there is no statement to read before");
        }

        List<ExpressionSyntax> reads = [.. accesses.Select(static a => a.Syntax).OfType<ExpressionSyntax>().Distinct()];
        if (reads.Count == 0 || reads.Any(r => !CanMove(r, statement, semanticModel, cancellationToken)) || UsesContext(function, reads, model, semanticModel, cancellationToken))
        {
            return Blocker.At(function, "it needs the session itself");
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ExpressionSyntax read in reads)
        {
            string text = read.WithoutTrivia().ToString();
            if (!names.TryGetValue(text, out string? name))
            {
                name = NewName(accesses.First(a => a.Syntax == read).Key, names.Values, function, semanticModel);
                names.Add(text, name);
                if (NewStatement.Before(edits, statement, $"var {name} = {text};") is { } blocker)
                {
                    return blocker;
                }
            }

            edits.Rewrite(read, rewritten => SyntaxFactory.IdentifierName(name).WithTriviaFrom(rewritten));
        }

        return null;
    }

    /// <summary>Whether a read means the same before the statement: it names nothing of the function, and changes nothing.</summary>
    private static bool CanMove(ExpressionSyntax read, SyntaxNode statement, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (read is not InvocationExpressionSyntax and not IdentifierNameSyntax and not MemberAccessExpressionSyntax || read.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == read || read.Parent is AssignmentExpressionSyntax assignment && assignment.Left == read)
        {
            return false;
        }

        return !read.DescendantNodesAndSelf().Any(n => n is ArgumentSyntax { RefKindKeyword.RawKind: not (int)SyntaxKind.None } or DeclarationExpressionSyntax or AwaitExpressionSyntax or AnonymousFunctionExpressionSyntax
            || n is IdentifierNameSyntax && semanticModel.GetSymbolInfo(n, cancellationToken).Symbol is { Kind: SymbolKind.Local or SymbolKind.Parameter } named
                && named.DeclaringSyntaxReferences.Any(r => statement.Span.Contains(r.Span)));
    }

    /// <summary>Whether the function still needs the session or its context when the reads are gone.</summary>
    private static bool UsesContext(SyntaxNode function, List<ExpressionSyntax> reads, SessionModel model, SemanticModel semanticModel, CancellationToken cancellationToken) =>
        function.DescendantNodes(n => n is not ExpressionSyntax expression || !reads.Contains(expression))
            .OfType<ExpressionSyntax>()
            .Where(e => !reads.Contains(e) && e is IdentifierNameSyntax or MemberAccessExpressionSyntax)
            .Select(e => semanticModel.GetTypeInfo(e, cancellationToken).Type)
            .Any(t => model.Symbols.IsSession(t) || t?.Name is "HttpContext" or "HttpRequest" or "HttpResponse" or "IHttpContextAccessor");

    private static string NewName(SessionKey key, IEnumerable<string> taken, SyntaxNode place, SemanticModel semanticModel)
    {
        string word = new([.. (key.ConstantValue ?? "").Where(static c => char.IsLetterOrDigit(c))]);
        string name = word.Length > 0 && char.IsLetter(word[0]) ? char.ToLowerInvariant(word[0]) + word.Substring(1) : "value";
        if (SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        {
            name += "Value";
        }

        string unique = name;
        HashSet<string> used = [.. taken, .. (EnclosingFunction.Of(place.Parent!) ?? place).DescendantTokens().Where(static t => t.IsKind(SyntaxKind.IdentifierToken)).Select(static t => t.ValueText)];
        for (int i = 2; used.Contains(unique) || !semanticModel.LookupSymbols(place.SpanStart, name: unique).IsEmpty; i++)
        {
            unique = name + i;
        }

        return unique;
    }
}
