namespace SessionAnalyzers.Model;

/// <summary>The identifiers that a member or a tree contains, by which most code is told apart before anything else is looked at.</summary>
internal sealed class UsedNames
{
    private static readonly HashSet<string> None = [];

    private HashSet<string> _called = None;
    private HashSet<string> _named = None;

    /// <summary>What is followed by an argument list.</summary>
    public IReadOnlyCollection<string> Called => _called;

    /// <summary>What is not.</summary>
    public IReadOnlyCollection<string> Named => _named;

    /// <summary>Whether an object is created without its type being named.</summary>
    public bool HasImplicitCreation { get; private set; }

    public bool Calls(string method) => _called.Contains(method);

    public bool CallsAny(IEnumerable<string> methods) => _called.Count > 0 && methods.Any(_called.Contains);

    /// <summary>Whether the identifier is there without an argument list.</summary>
    public bool Uses(string identifier) => _named.Contains(identifier);

    public bool Contains(string identifier) => _named.Contains(identifier) || _called.Contains(identifier);

    public bool ContainsAny(IEnumerable<string> identifiers) => identifiers.Any(Contains);

    public bool Any(Func<string, bool> test) => _named.Any(test) || _called.Any(test);

    internal void Add(string identifier, bool isCalled)
    {
        ref var names = ref isCalled ? ref _called : ref _named;
        if (names == None)
        {
            names = new HashSet<string>(StringComparer.Ordinal);
        }

        names.Add(identifier);
    }

    internal void AddImplicitCreation() => HasImplicitCreation = true;

    internal void Add(UsedNames names)
    {
        foreach (var name in names._called)
        {
            Add(name, isCalled: true);
        }

        foreach (var name in names._named)
        {
            Add(name, isCalled: false);
        }

        HasImplicitCreation |= names.HasImplicitCreation;
    }
}
