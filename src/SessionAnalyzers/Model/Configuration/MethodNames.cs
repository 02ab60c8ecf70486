using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>
/// Names of methods separated by commas: the method's alone, or after those of its type and namespace, as much of them as is
/// needed to tell it from others.
/// </summary>
internal sealed class MethodNames
{
    private readonly ImmutableArray<string[]> _names;

    private MethodNames(ImmutableArray<string[]> names)
    {
        _names = names;
        Simple = [.. names.Select(static name => name[name.Length - 1])];
    }

    public static MethodNames None { get; } = new([]);

    /// <summary>The methods' names without their types.</summary>
    public ImmutableHashSet<string> Simple { get; }

    public static OptionValue<MethodNames> Parse(string text)
    {
        var names = ImmutableArray.CreateBuilder<string[]>();
        foreach (var entry in text.Split(','))
        {
            var name = entry.Trim();
            if (name.Length == 0)
            {
                continue;
            }

            var parts = name.Split('.');
            if (!parts.All(SyntaxFacts.IsValidIdentifier))
            {
                return OptionValue<MethodNames>.Invalid($"names no method with '{name}': write Method, Type.Method or Namespace.Type.Method, without parentheses");
            }

            names.Add(parts);
        }

        return names.Count == 0 ? None : new MethodNames(names.ToImmutable());
    }

    /// <summary>Whether a method is one of these.</summary>
    public bool Contains(IMethodSymbol method)
    {
        foreach (var name in _names)
        {
            if (IsCalled(method, name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a call is one of these, bound only where the name does not say.</summary>
    public bool Contains(InvocationExpressionSyntax call, SemanticModel? semantics, CancellationToken cancellationToken)
    {
        if (SignInScope.NameOf(call) is not { } simple || !Simple.Contains(simple))
        {
            return false;
        }

        foreach (var name in _names)
        {
            if (name is [var only] && only == simple)
            {
                return true;
            }
        }

        return semantics?.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol method && Contains(method);
    }

    private static bool IsCalled(IMethodSymbol method, string[] name)
    {
        ISymbol? symbol = method;
        for (var i = name.Length - 1; i >= 0; i--)
        {
            if (symbol is null || symbol.Name != name[i])
            {
                return false;
            }

            symbol = symbol.ContainingSymbol;
        }

        return true;
    }
}
