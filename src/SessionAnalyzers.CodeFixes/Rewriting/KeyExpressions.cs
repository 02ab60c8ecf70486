using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Writes what a body reads and writes of a key in its own terms, also where a private helper such as <c>GetCart()</c>
/// and <c>SaveCart(cart)</c> names the key.
/// </summary>
internal sealed class KeyExpressions(IReadOnlyDictionary<SyntaxNode, KeySite> sites, CancellationToken cancellationToken)
{
    private const int MaxDepth = 4;

    /// <summary>What a read evaluates to, with a <see cref="Hole"/> for the stored value, and the site it ends at.</summary>
    public (ExpressionSyntax Expression, KeySite Site)? Read(SessionAccess access) => Read(access, access.Syntax, depth: 0);

    /// <summary>What a write stores, and the site it ends at.</summary>
    public (ExpressionSyntax Value, KeySite Site)? Write(SessionAccess access)
    {
        if (sites.TryGetValue(access.Syntax, out KeySite? site))
        {
            return site.Value is null ? null : (site.Value, site);
        }

        // SaveCart(cart) { Session.Set("cart", f(cart)); }
        if (access.Syntax is not InvocationExpressionSyntax call
            || Declaration(access) is not { } helper
            || !IsSameObject(call.Expression, access.Syntax, helper)
            || access.Inner is not { } inner
            || !sites.TryGetValue(inner.Syntax, out KeySite? innermost)
            || innermost.Value is not { } value
            || OnlyExpression(helper) != innermost.Call
            || helper is not MethodDeclarationSyntax { ParameterList.Parameters: { Count: 1 } parameters }
            || call.ArgumentList.Arguments.Count != 1)
        {
            return null;
        }

        ExpressionSyntax argument = call.ArgumentList.Arguments[0].Expression.WithoutTrivia();
        IEnumerable<SyntaxNode> uses = value.DescendantNodesAndSelf().Where(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == parameters[0].Identifier.ValueText);
        if (argument is not IdentifierNameSyntax && uses.Count() != 1)
        {
            return null;
        }

        return (Hole.Put(value, uses.ToDictionary(static u => u, _ => argument)), innermost);
    }

    private (ExpressionSyntax Expression, KeySite Site)? Read(SessionAccess access, SyntaxNode place, int depth)
    {
        if (sites.TryGetValue(access.Syntax, out KeySite? site))
        {
            return (Hole.Expression, site);
        }

        if (depth == MaxDepth
            || access.Inner is not { } inner
            || Declaration(access) is not { } helper
            || access.Syntax is InvocationExpressionSyntax { ArgumentList.Arguments.Count: > 0 }
            || helper is MethodDeclarationSyntax { ParameterList.Parameters.Count: > 0 }
            || !IsSameObject((access.Syntax as InvocationExpressionSyntax)?.Expression ?? (ExpressionSyntax)access.Syntax, place, helper)
            || Read(inner, place, depth + 1) is not { } read
            || Result(helper, inner.Syntax, read.Expression) is not { } result)
        {
            return null;
        }

        return (result, read.Site);
    }

    private SyntaxNode? Declaration(SessionAccess access)
    {
        IMethodSymbol? wrapper = access.Wrapper;
        if (wrapper is null || wrapper.IsExtensionMethod || wrapper.IsStatic || wrapper.DeclaringSyntaxReferences.Length != 1)
        {
            return null;
        }

        return wrapper.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken);
    }

    /// <summary>Whether a helper runs on the object that calls it, so that its code means the same here.</summary>
    private static bool IsSameObject(ExpressionSyntax callee, SyntaxNode place, SyntaxNode helper) =>
        callee is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
        && place.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type
        && type == helper.FirstAncestorOrSelf<TypeDeclarationSyntax>();

    private static ExpressionSyntax? OnlyExpression(SyntaxNode helper) => Body(helper) switch
    {
        ArrowExpressionClauseSyntax arrow => arrow.Expression,
        BlockSyntax { Statements: { Count: 1 } statements } => statements[0] switch
        {
            ExpressionStatementSyntax statement => statement.Expression,
            ReturnStatementSyntax statement => statement.Expression,
            _ => null,
        },
        _ => null,
    };

    private static SyntaxNode? Body(SyntaxNode helper) => helper switch
    {
        ArrowExpressionClauseSyntax arrow => arrow,
        AccessorDeclarationSyntax accessor => (SyntaxNode?)accessor.Body ?? accessor.ExpressionBody,
        MethodDeclarationSyntax method => (SyntaxNode?)method.Body ?? method.ExpressionBody,
        _ => null,
    };

    /// <summary>A helper's result as one expression: its only one, or a local that holds the read and the returns after it.</summary>
    private static ExpressionSyntax? Result(SyntaxNode helper, SyntaxNode read, ExpressionSyntax replacement)
    {
        var replacements = new Dictionary<SyntaxNode, ExpressionSyntax> { [read] = replacement };
        if (OnlyExpression(helper) is { } only)
        {
            return only.Span.Contains(read.Span) && !MentionsLocals(only) ? Hole.Put(only, replacements).WithoutTrivia() : null;
        }

        if (Body(helper) is not BlockSyntax { Statements: { Count: > 1 } statements }
            || statements[0] is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
            || variables[0].Initializer?.Value != read)
        {
            return null;
        }

        // var x = read; if (x == null) { x = a; } return x;  and  if (c) { return a; } return b;
        string local = variables[0].Identifier.ValueText;
        ExpressionSyntax? result = null;
        for (int i = statements.Count - 1; i > 0; i--)
        {
            result = statements[i] switch
            {
                ReturnStatementSyntax { Expression: { } expression } when i == statements.Count - 1 => expression.WithoutTrivia(),
                IfStatementSyntax { Else: null } @if when result is not null && Statements.Only(@if.Statement) is ReturnStatementSyntax { Expression: { } expression } =>
                    SyntaxFactory.ParseExpression($"{Operand(@if.Condition)} ? {Operand(expression)} : {result}"),
                IfStatementSyntax { Else: null } @if when i == 1 && result is IdentifierNameSyntax name && name.Identifier.ValueText == local
                    && IsNullCheck(@if.Condition, local)
                    && Statements.Only(@if.Statement) is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left } assignment }
                    && left.Identifier.ValueText == local =>
                    SyntaxFactory.ParseExpression($"{local} ?? {Operand(assignment.Right)}"),
                _ => null,
            };
            if (result is null)
            {
                return null;
            }
        }

        return Hole.Put(result!, result!.DescendantNodesAndSelf()
            .Where(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == local)
            .ToDictionary(static n => n, _ => replacement));
    }

    private static string Operand(ExpressionSyntax expression) =>
        expression is ConditionalExpressionSyntax or AssignmentExpressionSyntax or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } or AnonymousFunctionExpressionSyntax
            ? $"({expression.WithoutTrivia()})"
            : expression.WithoutTrivia().ToString();

    private static bool IsNullCheck(ExpressionSyntax condition, string local) => condition switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Left: IdentifierNameSyntax left, Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } => left.Identifier.ValueText == local,
        IsPatternExpressionSyntax { Expression: IdentifierNameSyntax operand, Pattern: ConstantPatternSyntax { Expression: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression } } } => operand.Identifier.ValueText == local,
        _ => false,
    };

    private static bool MentionsLocals(ExpressionSyntax expression) => expression.DescendantNodesAndSelf().Any(static n => n is DeclarationExpressionSyntax or SingleVariableDesignationSyntax);
}
