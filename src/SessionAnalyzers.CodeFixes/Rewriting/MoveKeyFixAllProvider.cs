using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Fix All for moves of keys. The scope selects the findings and so the keys; each key is then moved as a whole, one after
/// the other, so that two that meet in one statement cannot conflict. A key that cannot move is left as it is.
/// </summary>
internal sealed class MoveKeyFixAllProvider : FixAllProvider
{
    public static readonly MoveKeyFixAllProvider Instance = new();

    private MoveKeyFixAllProvider()
    {
    }

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        Solution? moved = await MoveAsync(fixAllContext).ConfigureAwait(false);
        return moved is null
            ? null
            : CodeAction.Create("Move session keys to granular items", _ => Task.FromResult(moved), fixAllContext.CodeActionEquivalenceKey);
    }

    private static async Task<Solution?> MoveAsync(FixAllContext context)
    {
        var keys = new List<(ProjectId Project, KeyPattern Key)>();
        foreach ((Document document, Diagnostic diagnostic) in await FixAllFindings.OfAsync(context).ConfigureAwait(false))
        {
            if (await FoundKey.OfAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } key && !keys.Contains((document.Project.Id, key)))
            {
                keys.Add((document.Project.Id, key));
            }
        }

        Solution current = context.Solution;
        foreach ((ProjectId project, KeyPattern key) in keys.OrderBy(static k => k.Key.ToString(), StringComparer.Ordinal))
        {
            current = await KeyMoves.MoveAsync(current.GetProject(project)!, key, context.CancellationToken).ConfigureAwait(false) ?? current;
        }

        return current == context.Solution ? null : current;
    }
}
