using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace SessionAnalyzers.Model;

/// <summary>The keys that a compilation holds in granular items, such as <c>state.Counter("visits")</c>.</summary>
internal static class GranularKeys
{
    private static readonly string[] Openers = ["Counter", "Set", "Map", "List", "Value", "Tokens"];

    /// <summary>Whether the compilation opens granular items at all.</summary>
    public static bool MayBeIn(SessionModel model)
        => model.Compilation.GetTypeByMetadataName(WellKnownTypeNames.SessionState) is not null && model.App.Invokes("GetSessionState");

    /// <summary>Each call that opens an item by a known key, by tree and position.</summary>
    public static ImmutableArray<(KeyPattern Key, IInvocationOperation Call)> In(SessionModel model, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<(KeyPattern, IInvocationOperation)>();
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            foreach (var call in CallsIn(tree, model, cancellationToken))
            {
                if (KeyPattern.Of(KeyOf(call, model, cancellationToken)) is { } key)
                {
                    found.Add((key, call));
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Each call in a tree that opens an item, by position.</summary>
    public static IEnumerable<IInvocationOperation> CallsIn(SyntaxTree tree, SessionModel model, CancellationToken cancellationToken)
    {
        if (!SyntaxUnit.NamesIn(tree).CallsAny(Openers)
            || model.Compilation.GetTypeByMetadataName(WellKnownTypeNames.SessionState) is not { } state)
        {
            yield break;
        }

        var semantics = model.GetSemanticModel(tree)!;
        foreach (var syntax in tree.GetRoot(cancellationToken).DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (SignInScope.NameOf(syntax) is { } name && Openers.Contains(name)
                && semantics.GetOperation(syntax, cancellationToken) is IInvocationOperation { TargetMethod: var opener } call
                && SessionSymbols.Same(opener.ContainingType, state))
            {
                yield return call;
            }
        }
    }

    /// <summary>The key that a call opens an item by.</summary>
    public static SessionKey KeyOf(IInvocationOperation call, SessionModel model, CancellationToken cancellationToken)
    {
        var function = SignInScope.Of(call.Syntax).Function;
        var method = call.SemanticModel?.GetDeclaredSymbol(function, cancellationToken) as IMethodSymbol;
        return new KeyReader(model, function, method, cancellationToken).Read(call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Ordinal == 0)?.Value);
    }
}
