using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>The moves of a solution, each worked out once: a lightbulb asks for every finding of a key again and again.</summary>
internal static class KeyMoves
{
    private static readonly ConditionalWeakTable<Solution, ConcurrentDictionary<(ProjectId, KeyPattern), Solution?>> s_moves = new();

    /// <returns>The solution with the key moved, or null where it cannot move.</returns>
    public static async Task<Solution?> MoveAsync(Project project, KeyPattern key, CancellationToken cancellationToken)
    {
        ConcurrentDictionary<(ProjectId, KeyPattern), Solution?> moves = s_moves.GetOrCreateValue(project.Solution);
        if (moves.TryGetValue((project.Id, key), out Solution? known))
        {
            return known;
        }

        (Solution? moved, Blocker? _) = await KeyMove.ApplyAsync(project.Solution, project.Id, key, cancellationToken).ConfigureAwait(false);
        moves.TryAdd((project.Id, key), moved);
        return moved;
    }
}
