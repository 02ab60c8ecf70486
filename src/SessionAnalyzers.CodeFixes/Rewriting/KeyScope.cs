using Microsoft.CodeAnalysis;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// The projects whose code can run in the session of the same app. Two apps of a solution that use the same key have
/// nothing to do with each other, unless a library that both run uses it.
/// </summary>
internal static class KeyScope
{
    public static async Task<IReadOnlyList<Project>> OfAsync(Project project, KeyPattern key, CancellationToken cancellationToken)
    {
        Solution solution = project.Solution;
        ProjectDependencyGraph graph = solution.GetProjectDependencyGraph();
        var scope = new List<Project>();
        var pending = new Queue<Project>([project]);
        while (pending.Count > 0)
        {
            Project user = pending.Dequeue();
            foreach (Project app in AppsOf(user, graph))
            {
                IEnumerable<Project> members = graph.GetProjectsThatThisProjectTransitivelyDependsOn(app.Id).Select(id => solution.GetProject(id)!).Prepend(app);
                foreach (Project member in members.Where(m => m.Language == LanguageNames.CSharp && scope.All(s => s.Id != m.Id)))
                {
                    scope.Add(member);
                    if (member.Id != user.Id && await UsesAsync(member, key, cancellationToken).ConfigureAwait(false))
                    {
                        pending.Enqueue(member);
                    }
                }
            }

            if (scope.All(s => s.Id != user.Id))
            {
                scope.Add(user);
            }
        }

        return scope;
    }

    /// <summary>The programs that run a project's code or, where the solution has none, whatever references it and is referenced by nothing.</summary>
    private static IEnumerable<Project> AppsOf(Project project, ProjectDependencyGraph graph)
    {
        if (IsApp(project))
        {
            return [project];
        }

        Project[] users = [.. graph.GetProjectsThatTransitivelyDependOnThisProject(project.Id).Select(id => project.Solution.GetProject(id)!)];
        return users.Any(IsApp)
            ? users.Where(IsApp)
            : users.Where(u => !graph.GetProjectsThatDirectlyDependOnThisProject(u.Id).Any()).DefaultIfEmpty(project);
    }

    private static bool IsApp(Project project) => project.CompilationOptions?.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    private static async Task<bool> UsesAsync(Project project, KeyPattern key, CancellationToken cancellationToken) =>
        await project.GetSessionModelAsync(cancellationToken).ConfigureAwait(false) is { } model
        && model.GetAllBodies(cancellationToken).SelectMany(static b => b.Accesses).Any(a => key.Matches(a.Key));
}
