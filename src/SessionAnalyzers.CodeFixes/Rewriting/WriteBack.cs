using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Finds what writes the objects that a read makes, in the same format and under the same key.</summary>
internal sealed class WriteBack(SessionModel model, SemanticModel semanticModel, CancellationToken cancellationToken)
{
    /// <returns>The statement that writes the object of a given name, or null where nothing is known to.</returns>
    public Func<string, string>? CounterpartOf(SessionAccess read)
    {
        switch (read)
        {
            case { Wrapper: null, Syntax: InvocationExpressionSyntax call }:
                return Serializing(call);
            case { Wrapper.AssociatedSymbol: IPropertySymbol { SetMethod: { } setter, IsStatic: false }, Syntax: ExpressionSyntax property }:
                return Writes(setter, read.Key, value: 0) ? name => $"{property.WithoutTrivia()} = {name};" : null;
            case { Wrapper: { } wrapper, Syntax: InvocationExpressionSyntax call }:
                return read.IsKeySite ? ForKey(call, wrapper) : ForOneKey(call, wrapper, read.Key);
            default:
                return null;
        }
    }

    /// <summary><c>session.GetString(key)</c>, deserialised: <c>session.SetString(key, JsonSerializer.Serialize(name))</c>.</summary>
    private Func<string, string>? Serializing(InvocationExpressionSyntax read)
    {
        if (read is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetString", Expression: var session }, ArgumentList.Arguments: [{ Expression: var key }] } || !IsStable(key)
            || EnclosingFunction.Of(read) is not { } function)
        {
            return null;
        }

        string? local = read.FirstAncestorOrSelf<VariableDeclaratorSyntax>()?.Identifier.ValueText;
        foreach (InvocationExpressionSyntax candidate in function.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (candidate.Expression is MemberAccessExpressionSyntax { Expression: var serializer }
                && (candidate.ArgumentList.Contains(read) || candidate.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax { Identifier.ValueText: var used } && used == local))
                && semanticModel.GetOperation(candidate, cancellationToken) is IInvocationOperation call
                && JsonWrapper.Deserializer(call) is { } format)
            {
                string serialize = format == Serialization.NewtonsoftJson ? "SerializeObject" : "Serialize";
                return name => $"{session.WithoutTrivia()}.SetString({key.WithoutTrivia()}, {serializer.WithoutTrivia()}.{serialize}({name}));";
            }
        }

        return null;
    }

    /// <summary><c>session.GetJson&lt;T&gt;(key)</c>: the only writer beside it that stores the same JSON.</summary>
    private Func<string, string>? ForKey(InvocationExpressionSyntax call, IMethodSymbol wrapper)
    {
        IMethodSymbol reader = wrapper.ReducedFrom ?? wrapper;
        if (JsonWrapper.OfReader(reader, model, cancellationToken) is not { } format || !reader.IsStatic || !call.ArgumentList.Arguments.All(static a => IsStable(a.Expression))
            || call.Expression is not MemberAccessExpressionSyntax access)
        {
            return null;
        }

        List<IMethodSymbol> writers = [.. reader.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m.IsStatic && m.ReturnsVoid && m.Parameters.Length == 3 && m.IsExtensionMethod == reader.IsExtensionMethod && JsonWrapper.OfWriter(m, model, cancellationToken) == format)];
        if (writers.Count != 1 || reader.Parameters.Length != 2)
        {
            return null;
        }

        string arguments = string.Join(", ", call.ArgumentList.Arguments.Select(static a => a.WithoutTrivia().ToString()));
        return name => $"{access.Expression.WithoutTrivia()}.{writers[0].Name}({arguments}, {name});";
    }

    /// <summary><c>GetCart()</c>: the only method of its type that stores its argument under the key.</summary>
    private Func<string, string>? ForOneKey(InvocationExpressionSyntax call, IMethodSymbol wrapper, SessionKey key)
    {
        List<IMethodSymbol> writers = [.. wrapper.ContainingType.GetMembers().OfType<IMethodSymbol>()
            .Where(m => m is { MethodKind: MethodKind.Ordinary, ReturnsVoid: true, Parameters.Length: 1 } && m.IsStatic == wrapper.IsStatic && Writes(m, key, value: 0))];
        if (writers.Count != 1 || call.ArgumentList.Arguments.Count > 0)
        {
            return null;
        }

        return call.Expression switch
        {
            SimpleNameSyntax => name => $"{writers[0].Name}({name});",
            MemberAccessExpressionSyntax { Expression: var receiver } when IsStable(receiver) => name => $"{receiver.WithoutTrivia()}.{writers[0].Name}({name});",
            _ => null,
        };
    }

    /// <summary>Whether a method does nothing else to the session than to store its argument under a key.</summary>
    private bool Writes(IMethodSymbol method, SessionKey key, int value) =>
        model.FindBody(method, cancellationToken) is { } body
        && model.GetBody(body, cancellationToken).Summary.Effects is [{ Access: { Kind: SessionAccessKind.Write } write } effect]
        && write.Key.Matches(key)
        && effect.Value.Any(o => o is Origin.Parameter { Ordinal: var ordinal } && ordinal == value);

    private static bool IsStable(ExpressionSyntax expression) =>
        !expression.DescendantNodesAndSelf().Any(static n => n is InvocationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: not (int)SyntaxKind.SuppressNullableWarningExpression });
}
