using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>
/// Every use of every session key in a compilation, by key. Holds the same whatever the order of the questions; thread-safe.
/// </summary>
internal sealed class SessionKeyIndex
{
    private readonly Dictionary<KeyPattern, ImmutableArray<KeyUse>> _uses;
    private readonly ILookup<SyntaxTree, KeyUse> _byTree;
    private readonly ImmutableArray<SessionAccess> _unattributed;

    private SessionKeyIndex(Dictionary<KeyPattern, ImmutableArray<KeyUse>> uses, ImmutableArray<SessionAccess> unattributed)
    {
        _uses = uses;
        _byTree = uses.Values.SelectMany(static list => list).OrderBy(static use => use.Access.Syntax.SpanStart).ToLookup(static use => use.Access.Syntax.SyntaxTree);
        _unattributed = unattributed;
    }

    /// <summary>The keys that the compilation names.</summary>
    public IEnumerable<KeyPattern> Patterns => _uses.Keys;

    public static SessionKeyIndex Create(SessionModel model, CancellationToken cancellationToken)
    {
        var accesses = new List<SessionAccess>();
        var called = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var body in model.GetAllBodies(cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var access in body.Accesses)
            {
                if (access.Wrapper is { } wrapper)
                {
                    called.Add((wrapper.ReducedFrom ?? wrapper).OriginalDefinition);
                }

                if (access.IsKeySite && access.Kind is SessionAccessKind.Read or SessionAccessKind.Write or SessionAccessKind.Remove)
                {
                    accesses.Add(access);
                }
            }
        }

        var uses = new Dictionary<KeyPattern, List<KeyUse>>();
        var unattributed = ImmutableArray.CreateBuilder<SessionAccess>();
        var seen = new HashSet<(SyntaxNode, SessionAccessKind, SessionKey)>();
        foreach (var access in accesses.OrderBy(BodyRecorder.Position))
        {
            if (!seen.Add((access.Syntax, access.Kind, access.Key)))
            {
                continue;
            }

            if (!access.Key.IsClosed && IsLeftToCallers(access, model, called, cancellationToken))
            {
                continue;
            }

            if (KeyPattern.Of(access.Key) is { } pattern)
            {
                if (!uses.TryGetValue(pattern, out var list))
                {
                    uses.Add(pattern, list = []);
                }

                list.Add(new KeyUse(access, pattern));
            }
            else
            {
                unattributed.Add(access);
            }
        }

        return new SessionKeyIndex(uses.ToDictionary(static entry => entry.Key, static entry => entry.Value.ToImmutableArray()), unattributed.ToImmutable());
    }

    /// <summary>The uses of a key, by file and position.</summary>
    public ImmutableArray<KeyUse> UsesOf(KeyPattern key) => _uses.TryGetValue(key, out var uses) ? uses : [];

    /// <summary>The uses of all keys in a tree, in source order.</summary>
    public IEnumerable<KeyUse> UsesIn(SyntaxTree tree) => _byTree[tree];

    /// <summary>Whether code whose key is not known, or is composed of what is not, may do this to the key.</summary>
    public bool MayAlso(SessionAccessKind kind, KeyPattern key)
        => _unattributed.Any(access => access.Kind == kind && key.MayAlias(access.Key))
            || _uses.Any(entry => !entry.Key.Equals(key) && entry.Key.HasGap | key.HasGap && entry.Value.Any(use => use.Kind == kind && key.MayAlias(use.Access.Key)));

    /// <summary>Whether the compilation writes keys, and none but those that are removed.</summary>
    public bool WritesOnly(IReadOnlyCollection<SessionAccess> removals)
    {
        var writes = _uses.Values.SelectMany(static uses => uses).Where(static use => use.Kind == SessionAccessKind.Write).ToList();
        return writes.Count > 0
            && writes.All(write => removals.Any(removal => removal.Key.Matches(write.Access.Key)))
            && !_unattributed.Any(static access => access.Kind == SessionAccessKind.Write);
    }

    /// <summary>
    /// Whether the code names the key anywhere but in its uses: as a text, or by a constant that holds it. What is not understood
    /// may write it.
    /// </summary>
    public bool IsNamedBesides(KeyPattern key, Compilation compilation, CancellationToken cancellationToken)
    {
        var uses = UsesOf(key);
        var names = new HashSet<string>(StringComparer.Ordinal);
        var units = compilation.SyntaxTrees.SelectMany(SyntaxUnit.In).ToList();
        foreach (var token in units.Where(unit => unit.Quotes(key.Text)).SelectMany(unit => unit.Tokens()))
        {
            if (token.RawKind != (int)SyntaxKind.StringLiteralToken || token.ValueText != key.Text || IsOfUse(token))
            {
                continue;
            }

            if (token.Parent?.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var name } })
            {
                return true;
            }

            names.Add(name);
        }

        return units.Where(unit => names.Any(name => unit.Uses(name) || unit.Calls(name)))
            .SelectMany(unit => unit.Tokens())
            .Any(token => token.RawKind == (int)SyntaxKind.IdentifierToken && names.Contains(token.ValueText) && token.Parent is not VariableDeclaratorSyntax && !IsOfUse(token));

        bool IsOfUse(SyntaxToken token) => uses.Any(use => use.Access.Syntax.SyntaxTree == token.SyntaxTree && use.Access.Syntax.Span.Contains(token.Span));
    }

    /// <summary>Whether an access is inside a wrapper that takes the key, whose callers have their own entries.</summary>
    private static bool IsLeftToCallers(SessionAccess access, SessionModel model, HashSet<ISymbol> called, CancellationToken cancellationToken)
        => access.Key.IsKnown
            && access.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } declaration
            && model.GetSemanticModel(declaration.SyntaxTree)?.GetDeclaredSymbol(declaration, cancellationToken) is IMethodSymbol method
            && (called.Contains(method) || method.Parameters.Any(parameter => model.Symbols.IsSession(parameter.Type)));
}
