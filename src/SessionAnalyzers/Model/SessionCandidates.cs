using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>
/// The bodies of a compilation that may use the session, found without binding anything: those that name something of the
/// session, and those that name a member that does.
/// </summary>
internal sealed class SessionCandidates
{
    private static readonly SessionCandidates None = new([]);

    private readonly Dictionary<SyntaxTree, ImmutableArray<SyntaxNode>> _byTree;
    private readonly ILookup<string, SyntaxNode> _byName;
    private readonly HashSet<SyntaxNode> _all;

    private SessionCandidates(List<SyntaxUnit> units)
    {
        _byTree = units.GroupBy(static unit => unit.Tree).ToDictionary(static group => group.Key, static group => group.SelectMany(static unit => unit.Bodies).ToImmutableArray());
        _byName = units.SelectMany(static unit => unit.Bodies.SelectMany(body => unit.Names.Select(name => (name, body)))).ToLookup(static pair => pair.name, static pair => pair.body);
        _all = [.. _byTree.Values.SelectMany(static bodies => bodies)];
    }

    public static SessionCandidates Of(Compilation compilation, ProjectConfiguration configuration)
    {
        if (!compilation.SyntaxTrees.Any(tree => SyntaxUnit.MentionsSession(tree) || !Wrappers(configuration, tree).IsEmpty))
        {
            return None;
        }

        var units = compilation.SyntaxTrees.SelectMany(SyntaxUnit.In).ToList();
        var users = new Dictionary<(string Name, bool IsCalled), List<SyntaxUnit>>();
        foreach (var unit in units)
        {
            foreach (var used in unit.Used)
            {
                if (!users.TryGetValue(used, out var list))
                {
                    users.Add(used, list = []);
                }

                list.Add(unit);
            }
        }

        var reached = new HashSet<SyntaxUnit>();
        var pending = new Stack<SyntaxUnit>(units.Where(unit => unit.NamesSession || Wrappers(configuration, unit.Tree).Any(unit.Calls)));
        while (pending.Count > 0)
        {
            var unit = pending.Pop();
            if (!reached.Add(unit))
            {
                continue;
            }

            foreach (var name in unit.Names)
            {
                if (users.TryGetValue((name, unit.IsInvoked), out var dependents))
                {
                    foreach (var dependent in dependents)
                    {
                        pending.Push(dependent);
                    }
                }
            }
        }

        return new SessionCandidates([.. units.Where(reached.Contains)]);
    }

    /// <summary>The wrappers that only the user knows of: nothing about their names or types need say that they use the session.</summary>
    private static ImmutableHashSet<string> Wrappers(ProjectConfiguration configuration, SyntaxTree tree)
        => configuration.Get(ConfigurationOptions.ReadMethods, tree).Simple.Union(configuration.Get(ConfigurationOptions.WriteMethods, tree).Simple);

    public bool IsEmpty => _all.Count == 0;

    public ImmutableArray<SyntaxNode> In(SyntaxTree tree) => _byTree.TryGetValue(tree, out var bodies) ? bodies : [];

    public IEnumerable<SyntaxNode> Named(string member) => _byName[member];

    public bool Contains(SyntaxNode body) => _all.Contains(body);
}
