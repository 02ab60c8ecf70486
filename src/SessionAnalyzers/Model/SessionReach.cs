using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>
/// Tells the candidates that may use the session from those that only call something of the same name: a list's <c>Add</c> where
/// a controller has one too. It binds those names and nothing else, which costs a fraction of the body's graph. Thread-safe.
/// </summary>
internal sealed class SessionReach(SessionModel model, SessionCandidates candidates)
{
    /// <summary>Longer chains of calls are taken for a use.</summary>
    private const int MaxDepth = 64;

    private readonly ConcurrentDictionary<SyntaxUnit, bool> _known = new();

    /// <summary>Whether a body may use the session, by itself or by what it calls.</summary>
    public bool MayUse(SyntaxNode body, CancellationToken cancellationToken)
        => candidates.UnitOf(body) is { } unit && MayUse(unit, [], cancellationToken);

    private bool MayUse(SyntaxUnit unit, HashSet<SyntaxUnit> asking, CancellationToken cancellationToken)
    {
        if (candidates.IsCertain(unit))
        {
            return true;
        }

        if (_known.TryGetValue(unit, out var known))
        {
            return known;
        }

        // Members that call each other are left to the analysis, as are chains that are too long to follow.
        if (asking.Count >= MaxDepth || !asking.Add(unit))
        {
            return true;
        }

        var uses = CallsImplicitly(unit) || NamesUse(unit, asking, cancellationToken);
        asking.Remove(unit);
        return _known.GetOrAdd(unit, uses);
    }

    private bool NamesUse(SyntaxUnit unit, HashSet<SyntaxUnit> asking, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>(unit.Used.Called.Where(name => IsNamed(name, isCalled: true)).Concat(unit.Used.Named.Where(name => IsNamed(name, isCalled: false))), StringComparer.Ordinal);
        foreach (var token in unit.Tokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText) && token.Parent is SimpleNameSyntax name && IsUse(name, unit, asking, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsNamed(string name, bool isCalled)
    {
        foreach (var member in candidates.Named(name))
        {
            if (member.IsInvoked == isCalled)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name is of a member that may use the session, or of what is not known.</summary>
    private bool IsUse(SimpleNameSyntax name, SyntaxUnit unit, HashSet<SyntaxUnit> asking, CancellationToken cancellationToken)
    {
        var symbol = model.GetSemanticModel(unit.Tree)?.GetSymbolInfo(name, cancellationToken).Symbol;
        switch (symbol)
        {
            case null:
                return true;
            case INamespaceOrTypeSymbol or ILabelSymbol:
                return false;
            case IMethodSymbol method:
                return IsDeclaredInUse(method.ReducedFrom ?? method, unit, asking, cancellationToken) || RunsUse(method, unit, asking, cancellationToken);
            case IPropertySymbol property:
                return IsDeclaredInUse(property, unit, asking, cancellationToken)
                    || property.GetMethod is { } getter && RunsUse(getter, unit, asking, cancellationToken)
                    || property.SetMethod is { } setter && RunsUse(setter, unit, asking, cancellationToken);
            default:
                return IsDeclaredInUse(symbol, unit, asking, cancellationToken);
        }
    }

    private bool IsDeclaredInUse(ISymbol symbol, SyntaxUnit unit, HashSet<SyntaxUnit> asking, CancellationToken cancellationToken)
    {
        foreach (var reference in symbol.DeclaringSyntaxReferences)
        {
            foreach (var member in candidates.Named(symbol.Name))
            {
                if (member != unit && member.Tree == reference.SyntaxTree && member.Span.IntersectsWith(reference.Span) && MayUse(member, asking, cancellationToken))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool RunsUse(IMethodSymbol method, SyntaxUnit unit, HashSet<SyntaxUnit> asking, CancellationToken cancellationToken)
        => model.FindBody(method, cancellationToken) is { } body && candidates.UnitOf(body) is { } member && member != unit && MayUse(member, asking, cancellationToken);

    /// <summary>Whether a statement of the member calls, without naming it, what a candidate is called.</summary>
    private bool CallsImplicitly(SyntaxUnit unit)
        => MayHide("Dispose", "DisposeAsync") && unit.Tokens().Any(static token => token.IsKind(SyntaxKind.UsingKeyword))
            || MayHide("GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current") && unit.Tokens().Any(static token => token.IsKind(SyntaxKind.ForEachKeyword))
            || MayHide("Add") && unit.Tokens().Any(static token => token.Parent is InitializerExpressionSyntax { RawKind: (int)SyntaxKind.CollectionInitializerExpression });

    private bool MayHide(params string[] members) => members.Any(member => !candidates.Named(member).IsEmpty);
}
