using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Recognises functions that answer a request for as long as the client stays.</summary>
internal static class LongRequest
{
    private static readonly ImmutableHashSet<string> Waiting = ImmutableHashSet.Create("Delay", "WaitForNextTickAsync", "WaitToReadAsync", "ReceiveAsync");

    private static readonly ImmutableHashSet<string> Sending = ImmutableHashSet.Create("WriteAsync", "FlushAsync", "SendAsync", "WriteAsJsonAsync", "SendFileAsync");

    /// <returns>What makes the request long, and the code that does; null where nothing is known to.</returns>
    public static (string What, SyntaxNode Code)? Of(SyntaxNode function)
    {
        foreach (var node in function.DescendantNodes())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when SignInScope.NameOf(call) == "AcceptWebSocketAsync":
                    return ("its WebSocket", call);
                case InvocationExpressionSyntax call when SignInScope.NameOf(call) == "ServerSentEvents":
                    return ("its server-sent events", call);
                case LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } literal when literal.Token.ValueText.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase):
                    return ("its server-sent events", literal);
                case YieldStatementSyntax when IsAsyncSequence(function):
                    return ("the stream it returns", node);
                case WhileStatementSyntax { Condition: var condition } loop when HasNoBound(condition) && Awaits(loop, Waiting):
                    return (Awaits(loop, Sending) ? "its stream" : "its poll", loop);
                case CommonForEachStatementSyntax { AwaitKeyword.RawKind: (int)SyntaxKind.AwaitKeyword } loop when Awaits(loop, Sending) && MentionsResponse(loop):
                    return ("its stream", loop);
            }
        }

        return null;
    }

    /// <summary>Whether a loop goes on until somebody leaves or some time has passed, unlike one that tries a few times.</summary>
    private static bool HasNoBound(ExpressionSyntax condition)
        => condition.IsKind(SyntaxKind.TrueLiteralExpression)
            || condition.DescendantTokens().Any(static token => token.ValueText is "IsCancellationRequested" or "RequestAborted" or "UtcNow" or "Now" or "Elapsed" or "GetTimestamp" or "State" or "WaitForNextTickAsync" or "WaitToReadAsync" or "CloseStatus");

    private static bool Awaits(StatementSyntax loop, ImmutableHashSet<string> names)
        => loop.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(awaited => awaited.Expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(call => SignInScope.NameOf(call) is { } name && names.Contains(name)));

    private static bool MentionsResponse(StatementSyntax loop)
        => loop.DescendantTokens().Any(static token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText.EndsWith("Response", StringComparison.OrdinalIgnoreCase));

    /// <summary>An action whose sequence the framework writes to the response; a helper's may be read at once.</summary>
    private static bool IsAsyncSequence(SyntaxNode function)
        => function is MethodDeclarationSyntax { ReturnType: var type, Parent: ClassDeclarationSyntax { Identifier.ValueText: var declaring } } && declaring.EndsWith("Controller", StringComparison.Ordinal) && IsAsyncSequence(type);

    private static bool IsAsyncSequence(TypeSyntax type) => type is GenericNameSyntax { Identifier.ValueText: "IAsyncEnumerable" } or QualifiedNameSyntax { Right.Identifier.ValueText: "IAsyncEnumerable" };
}
