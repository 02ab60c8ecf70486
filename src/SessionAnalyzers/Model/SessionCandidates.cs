using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace SessionAnalyzers.Model;

/// <summary>
/// The bodies of a compilation that may use the session, found without binding anything: those that name something of the
/// session, and those that name a member that does.
/// </summary>
internal sealed class SessionCandidates
{
    private static readonly SessionCandidates None = new([], []);

    private readonly Dictionary<SyntaxTree, ImmutableArray<SyntaxNode>> _byTree;
    private readonly Dictionary<string, ImmutableArray<SyntaxUnit>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<SyntaxNode, SyntaxUnit> _units = [];
    private readonly HashSet<SyntaxUnit> _certain;

    private SessionCandidates(List<SyntaxUnit> units, HashSet<SyntaxUnit> certain)
    {
        _certain = certain;
        _byTree = units.GroupBy(static unit => unit.Tree).ToDictionary(static group => group.Key, static group => group.SelectMany(static unit => unit.Bodies).ToImmutableArray());
        foreach (var group in units.SelectMany(static unit => unit.Names.Select(name => (name, unit))).GroupBy(static pair => pair.name, static pair => pair.unit, StringComparer.Ordinal))
        {
            _byName.Add(group.Key, [.. group]);
        }

        foreach (var unit in units)
        {
            foreach (var body in unit.Bodies)
            {
                _units[body] = unit;
            }
        }
    }

    public static SessionCandidates Of(Compilation compilation, ProjectConfiguration configuration)
    {
        if (!compilation.SyntaxTrees.Any(tree => SyntaxUnit.MentionsSession(tree) || !Wrappers(configuration, tree).IsEmpty))
        {
            return None;
        }

        var units = compilation.SyntaxTrees.SelectMany(SyntaxUnit.In).ToList();
        var callers = new Dictionary<string, List<SyntaxUnit>>(StringComparer.Ordinal);
        var users = new Dictionary<string, List<SyntaxUnit>>(StringComparer.Ordinal);
        foreach (var unit in units)
        {
            foreach (var name in unit.Names)
            {
                (unit.IsInvoked ? callers : users)[name] = [];
            }
        }

        foreach (var unit in units)
        {
            AddTo(callers, unit.Used.Called, unit);
            AddTo(users, unit.Used.Named, unit);
        }

        var certain = new HashSet<SyntaxUnit>(units.Where(unit => unit.NamesSession || Wrappers(configuration, unit.Tree) is { IsEmpty: false } wrappers && unit.Used.CallsAny(wrappers)));
        var reached = new HashSet<SyntaxUnit>();
        var pending = new Stack<SyntaxUnit>(certain);
        while (pending.Count > 0)
        {
            var unit = pending.Pop();
            if (!reached.Add(unit))
            {
                continue;
            }

            foreach (var name in unit.Names)
            {
                foreach (var dependent in (unit.IsInvoked ? callers : users)[name])
                {
                    pending.Push(dependent);
                }
            }
        }

        return new SessionCandidates([.. units.Where(reached.Contains)], certain);
    }

    /// <summary>The wrappers that only the user knows of: nothing about their names or types need say that they use the session.</summary>
    private static ImmutableHashSet<string> Wrappers(ProjectConfiguration configuration, SyntaxTree tree)
        => configuration.Get(ConfigurationOptions.ReadMethods, tree).Simple.Union(configuration.Get(ConfigurationOptions.WriteMethods, tree).Simple);

    private static void AddTo(Dictionary<string, List<SyntaxUnit>> index, IReadOnlyCollection<string> names, SyntaxUnit unit)
    {
        foreach (var name in names)
        {
            if (index.TryGetValue(name, out var list))
            {
                list.Add(unit);
            }
        }
    }

    public bool IsEmpty => _units.Count == 0;

    public ImmutableArray<SyntaxNode> In(SyntaxTree tree) => _byTree.TryGetValue(tree, out var bodies) ? bodies : [];

    /// <summary>The members of that name.</summary>
    public ImmutableArray<SyntaxUnit> Named(string member) => _byName.TryGetValue(member, out var units) ? units : [];

    public bool Contains(SyntaxNode body) => _units.ContainsKey(body);

    /// <summary>The member that a body is of, or null for one that is no candidate.</summary>
    public SyntaxUnit? UnitOf(SyntaxNode body) => _units.TryGetValue(body, out var unit) ? unit : null;

    /// <summary>Whether a member names the session itself, or a wrapper that the user lists.</summary>
    public bool IsCertain(SyntaxUnit unit) => _certain.Contains(unit);
}
