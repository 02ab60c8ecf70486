using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Options;
using Microsoft.CodeAnalysis.Text;

namespace SessionAnalyzers.Rewriting;

/// <summary>The edits of one document. Several edits of one node are made in the order in which they were added.</summary>
internal sealed class DocumentEdits
{
    private static readonly SyntaxAnnotation s_removed = new("SessionAnalyzers.Removed");

    private readonly Dictionary<SyntaxNode, List<Func<SyntaxNode, SyntaxNode>>> _rewrites = [];
    private readonly HashSet<SyntaxNode> _removed = [];
    private readonly SortedSet<string> _usings = new(StringComparer.Ordinal);

    public bool IsEmpty => _rewrites.Count == 0;

    public void Rewrite(SyntaxNode node, Func<SyntaxNode, SyntaxNode> rewrite)
    {
        if (!_rewrites.TryGetValue(node, out List<Func<SyntaxNode, SyntaxNode>>? rewrites))
        {
            rewrites = [];
            _rewrites.Add(node, rewrites);
        }

        rewrites.Add(rewrite);
    }

    /// <summary>Takes a statement out, with its comments.</summary>
    public void Remove(SyntaxNode statement)
    {
        _removed.Add(statement);
        Rewrite(statement, static rewritten => rewritten.WithAdditionalAnnotations(s_removed));
    }

    public bool IsRemoved(SyntaxNode statement) => _removed.Contains(statement);

    public bool Rewrites(SyntaxNode node) => _rewrites.ContainsKey(node);

    public void AddUsing(string @namespace) => _usings.Add(@namespace);

    public async Task<SourceText> ApplyAsync(Document document, CancellationToken cancellationToken)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
        SourceText original = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);

        KeepBlankLines();
        root = root.ReplaceNodes(_rewrites.Keys, (node, rewritten) =>
        {
            foreach (Func<SyntaxNode, SyntaxNode> rewrite in _rewrites[node])
            {
                rewritten = rewrite(rewritten);
            }

            return rewritten;
        });

        root = root.RemoveNodes(root.GetAnnotatedNodes(s_removed), SyntaxRemoveOptions.KeepNoTrivia)!;
        if (root is CompilationUnitSyntax unit)
        {
            root = _usings.Aggregate(unit, Usings.Add);
        }

        var lineBreaks = LineBreaks.Of(original);
        OptionSet options = (await document.GetOptionsAsync(cancellationToken).ConfigureAwait(false))
            .WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, lineBreaks.LineBreak);
        Document changed = await Formatter.FormatAsync(document.WithSyntaxRoot(root), Formatter.Annotation, options, cancellationToken).ConfigureAwait(false);
        return lineBreaks.Apply(await changed.GetTextChangesAsync(document, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A statement that follows removed ones has a blank line above it where the first of them had one, or where it had one itself.</summary>
    private void KeepBlankLines()
    {
        foreach (SyntaxNode? owner in _removed.Select(static s => s.Parent).Distinct().ToList())
        {
            if (Statements.Of(owner) is not { } statements)
            {
                continue;
            }

            for (int i = 0; i < statements.Count; i++)
            {
                int first = i;
                while (i < statements.Count && _removed.Contains(statements[i]))
                {
                    i++;
                }

                if (i > first && i < statements.Count)
                {
                    bool wanted = Statements.HasBlankLineAbove(statements[first]) || first > 0 && Statements.HasBlankLineAbove(statements[i]);
                    Rewrite(statements[i], rewritten => Statements.WithBlankLineAbove(rewritten, wanted));
                }
            }
        }
    }
}
