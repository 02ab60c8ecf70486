using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Where others than the user may read a value: a log, a URL, a response, an exception.</summary>
internal static class DisclosureSink
{
    private const string Log = "a log";
    private const string Url = "a URL";
    private const string Response = "a response";
    private const string ExceptionMessage = "an exception message";

    /// <summary>Calls whose result still has the value in it.</summary>
    private static readonly ImmutableHashSet<string> KeepsText =
    [
        "Format", "Concat", "Join", "ToString", "Substring", "Trim", "TrimStart", "TrimEnd", "Replace", "ToUpper", "ToLower", "ToUpperInvariant", "ToLowerInvariant", "PadLeft", "PadRight",
        "EscapeDataString", "UrlEncode", "Encode", "Serialize", "SerializeObject", "GetBytes", "ToBase64String", "FromResult", "ConfigureAwait",
    ];

    private static readonly ImmutableHashSet<string> LevelsOfLoggers = ["Trace", "Verbose", "Debug", "Info", "Information", "Warn", "Warning", "Error", "Fatal", "Critical", "Write", "TraceInformation", "TraceWarning", "TraceError"];

    private static readonly ImmutableHashSet<string> UrlsOfHelpers = ["Action", "ActionLink", "Page", "PageLink", "RouteUrl", "Link", "Content", "GetPathByAction", "GetPathByName", "GetPathByPage", "GetPathByRouteValues", "GetUriByAction", "GetUriByName", "GetUriByPage", "GetUriByRouteValues"];

    private static readonly ImmutableHashSet<string> Results = ["Content", "Json", "Ok", "Text", "BadRequest", "NotFound", "Conflict", "UnprocessableEntity", "Problem", "StatusCode", "Created", "Accepted", "WriteAsync", "WriteAsJsonAsync"];

    private static readonly ImmutableHashSet<string> SignInsAndOuts = ["LogIn", "LogInAsync", "LogOut", "LogOutAsync", "LogOn", "LogOnAsync", "LogOff", "LogOffAsync"];

    /// <returns>What the value, or the local that it is assigned to, ends up in, as messages name it; null where that is nothing of the kind.</returns>
    public static string? Of(ExpressionSyntax value, SemanticModel semantics, CancellationToken cancellationToken)
        => Uses(value, semantics, cancellationToken).Select(use => SinkOf(use, semantics, cancellationToken)).FirstOrDefault(static sink => sink is not null);

    /// <summary>The expression itself, and where the local it is assigned to is used.</summary>
    private static IEnumerable<ExpressionSyntax> Uses(ExpressionSyntax value, SemanticModel semantics, CancellationToken cancellationToken)
    {
        yield return value;
        SyntaxNode whole = value;
        while (whole.Parent is { } parent && (parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax or InterpolationSyntax or InterpolatedStringExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.CoalesceExpression }))
        {
            whole = parent;
        }

        var variable = whole.Parent switch
        {
            EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } => semantics.GetDeclaredSymbol(declarator, cancellationToken),
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax assigned } assignment when assignment.Right == whole => semantics.GetSymbolInfo(assigned, cancellationToken).Symbol,
            _ => null,
        };
        if (variable is ILocalSymbol local)
        {
            foreach (var identifier in SignInScope.Of(value).Function.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (identifier.SpanStart > value.SpanStart && identifier.Identifier.ValueText == local.Name && SessionSymbols.Same(semantics.GetSymbolInfo(identifier, cancellationToken).Symbol, local))
                {
                    yield return identifier;
                }
            }
        }
    }

    /// <summary>Where a value ends up, as far as it keeps its text on the way.</summary>
    private static string? SinkOf(ExpressionSyntax use, SemanticModel semantics, CancellationToken cancellationToken)
    {
        for (var (child, node) = ((SyntaxNode)use, use.Parent); node is not null; (child, node) = (node, node.Parent))
        {
            switch (node)
            {
                case InvocationExpressionSyntax invocation when child == invocation.ArgumentList:
                    if (SinkOf(invocation, use, semantics, cancellationToken) is { } sink)
                    {
                        return sink;
                    }

                    if (!KeepsText.Contains(SignInScope.NameOf(invocation) ?? ""))
                    {
                        return null;
                    }

                    break;
                case BaseObjectCreationExpressionSyntax creation when child == creation.ArgumentList || child == creation.Initializer:
                    var type = creation is ObjectCreationExpressionSyntax { Type: var named } ? named.ToString() : semantics.GetTypeInfo(creation, cancellationToken).Type?.Name ?? "";
                    if (type.EndsWith("Exception", StringComparison.Ordinal))
                    {
                        return ExceptionMessage;
                    }

                    if (type is "Uri" or "UriBuilder")
                    {
                        return Url;
                    }

                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: var member } access when child == access.Expression:
                    if (!KeepsText.Contains(member))
                    {
                        return null;
                    }

                    break;
                case AssignmentExpressionSyntax assignment when child == assignment.Right && assignment.Parent is not InitializerExpressionSyntax:
                    return SinkOf(assignment.Left);
                case ElementAccessExpressionSyntax or BracketedArgumentListSyntax or IfStatementSyntax or IsPatternExpressionSyntax or SwitchStatementSyntax
                    or BinaryExpressionSyntax { RawKind: not ((int)SyntaxKind.AddExpression or (int)SyntaxKind.CoalesceExpression) }:
                    return null;
                case ConditionalExpressionSyntax conditional when child == conditional.Condition:
                    return null;
                case ReturnStatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax:
                    return IsEndpoint(SignInScope.Of(use).Function, semantics, cancellationToken) ? Response : null;
                case StatementSyntax:
                    return null;
            }
        }

        return null;
    }

    private static string? SinkOf(InvocationExpressionSyntax invocation, ExpressionSyntax use, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var name = SignInScope.NameOf(invocation) ?? "";
        var receiver = invocation.Expression is MemberAccessExpressionSyntax { Expression: var target } ? target.ToString() : invocation.Parent is ConditionalAccessExpressionSyntax { Expression: var conditional } ? conditional.ToString() : "";
        if (name is "WriteLine" or "BeginScope" || IsLog(name)
            || (LevelsOfLoggers.Contains(name) || name is "ForContext" or "PushProperty") && receiver.IndexOf("log", StringComparison.OrdinalIgnoreCase) >= 0
            || name.StartsWith("Trace", StringComparison.Ordinal) && receiver.EndsWith("Trace", StringComparison.Ordinal)
            || name is "SetTag" or "AddTag" or "SetBaggage" or "AddBaggage")
        {
            return Log;
        }

        if (RequestRefusal.IsRedirect(name) || name is "AddQueryString" || UrlsOfHelpers.Contains(name) && (receiver.EndsWith("Url", StringComparison.OrdinalIgnoreCase) || receiver.EndsWith("linkGenerator", StringComparison.OrdinalIgnoreCase))
            || name is "Create" or "Add" && receiver.EndsWith("QueryString", StringComparison.Ordinal))
        {
            return Url;
        }

        if (Results.Contains(name) || name is "Append" or "Add" && (receiver.EndsWith("Response.Headers", StringComparison.Ordinal) || receiver.EndsWith("Response.Cookies", StringComparison.Ordinal)))
        {
            return Response;
        }

        // What is left has to be bound: a generated log method, a view's output, a request to another server.
        return semantics.GetSymbolInfo(invocation, cancellationToken).Symbol switch
        {
            IMethodSymbol method when method.GetAttributes().Any(static attribute => attribute.AttributeClass?.Name == "LoggerMessageAttribute") => Log,
            IMethodSymbol { Name: "Write" or "WriteLiteral", ContainingType.Name: "RazorPageBase" or "RazorPage" } => Response,
            IMethodSymbol { ContainingType.Name: "HttpClient" } when invocation.ArgumentList.Arguments is [{ Expression: var url }, ..] && url.Contains(use) => Url,
            _ => null,
        };
    }

    /// <summary><c>Log</c>, <c>LogInformation</c>, <c>LogEvent</c>, but no <c>Login</c>, <c>LogIn</c> or <c>LogOut</c>.</summary>
    private static bool IsLog(string method)
        => method.StartsWith("Log", StringComparison.Ordinal) && (method.Length == "Log".Length || char.IsUpper(method["Log".Length])) && !SignInsAndOuts.Contains(method);

    private static string? SinkOf(ExpressionSyntax target) => target switch
    {
        ElementAccessExpressionSyntax { Expression: var headers } when headers.ToString().EndsWith("Response.Headers", StringComparison.Ordinal) => Response,
        MemberAccessExpressionSyntax { Expression: var headers } when headers.ToString().EndsWith("Response.Headers", StringComparison.Ordinal) => Response,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "QueryString" or "Query" } => Url,
        _ => null,
    };

    /// <summary>Whether what the function returns becomes the response: a minimal API's lambda, or a controller's action.</summary>
    private static bool IsEndpoint(SyntaxNode function, SemanticModel semantics, CancellationToken cancellationToken) => function switch
    {
        AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax map } } => SignInScope.NameOf(map) is "Map" or "MapGet" or "MapPost" or "MapPut" or "MapPatch" or "MapDelete" or "MapMethods" or "MapFallback",
        MethodDeclarationSyntax method => semantics.GetDeclaredSymbol(method, cancellationToken) is { DeclaredAccessibility: Accessibility.Public, IsStatic: false, ContainingType: var type }
            && BaseTypes.Include(type, "ControllerBase", "Controller"),
        _ => false,
    };
}
