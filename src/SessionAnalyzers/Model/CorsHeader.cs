using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>A header of cross-origin requests, as code names it.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="Property">The property of <c>IHeaderDictionary</c> and the field of <c>HeaderNames</c>.</param>
internal sealed record CorsHeader(string Name, string Property)
{
    public static CorsHeader AllowOrigin { get; } = new("Access-Control-Allow-Origin", "AccessControlAllowOrigin");

    public static CorsHeader AllowCredentials { get; } = new("Access-Control-Allow-Credentials", "AccessControlAllowCredentials");

    public static CorsHeader Origin { get; } = new("Origin", "Origin");

    /// <summary>Whether an expression looks like a header, before anything is bound.</summary>
    public static bool MayBe(ExpressionSyntax expression) => expression switch
    {
        ElementAccessExpressionSyntax { Expression: var headers, ArgumentList.Arguments.Count: 1 } => MayBeHeaders(headers),
        MemberAccessExpressionSyntax { Expression: var headers } => MayBeHeaders(headers),
        _ => false,
    };

    public static bool MayBeHeaders(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name == "Headers",
        IdentifierNameSyntax { Identifier.ValueText: var name } => IsHeaders(name),
        _ => false,
    };

    public static bool MayBeIn(UsedNames names) => names.Any(IsHeaders);

    /// <summary>Whether an expression that looks like a header is this one.</summary>
    public bool Is(ExpressionSyntax expression, SemanticModel semantics, CancellationToken cancellationToken) => expression switch
    {
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var name }] } => IsNamed(name, semantics, cancellationToken),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var property } => property == Property,
        _ => false,
    };

    /// <summary>Whether an expression is the header's name: a constant, or the field of <c>HeaderNames</c>.</summary>
    public bool IsNamed(ExpressionSyntax name, SemanticModel semantics, CancellationToken cancellationToken)
        => name is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var field, Expression: var type } && field == Property && type.ToString().EndsWith("HeaderNames", StringComparison.Ordinal)
            || semantics.GetConstantValue(name, cancellationToken) is { HasValue: true, Value: string text } && string.Equals(text, Name, StringComparison.OrdinalIgnoreCase);

    private static bool IsHeaders(string identifier) => identifier.EndsWith("headers", StringComparison.OrdinalIgnoreCase);
}
