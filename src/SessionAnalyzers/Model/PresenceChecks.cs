using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>
/// Tells whether code has made sure of the session before it takes a value for granted. Values of one session expire together,
/// so that a check of one says something of all.
/// </summary>
internal static class PresenceChecks
{
    private static readonly HashSet<string> Filters =
    [
        "OnActionExecuting", "OnActionExecutionAsync", "OnAuthorization", "OnAuthorizationAsync", "OnResourceExecuting", "OnResourceExecutionAsync",
        "OnPageHandlerExecuting", "OnPageHandlerExecutionAsync", "OnPageHandlerSelected", "Invoke", "InvokeAsync",
    ];

    /// <summary>Whether the function has looked at the session, written the key, or catches what would be thrown.</summary>
    public static bool Precede(PresenceAssumption assumption, SyntaxNode function, SessionBody body, CancellationToken cancellationToken)
        => body.Accesses.Any(access => access.Syntax.SpanStart < assumption.Syntax.SpanStart
                && access != assumption.Read
                && function.Span.Contains(access.Syntax.Span)
                && (access.Kind == SessionAccessKind.Write ? access.Key.Matches(assumption.Read.Key) : access.Kind == SessionAccessKind.Read && IsTested(access.Syntax, assumption.Syntax, function)))
            || assumption.Local is { } local && IsTestedBefore(local, assumption.Syntax, function)
            || IsCaught(assumption, function);

    /// <summary>Whether a filter that reads the key, or one of the type's own, runs before the function.</summary>
    public static bool AreMadeByFilter(PresenceAssumption assumption, SyntaxNode function, SessionModel model, CancellationToken cancellationToken)
    {
        var around = Around(function, model.GetSemanticModel(function.SyntaxTree), cancellationToken);
        return model.GetAllBodies(cancellationToken)
            .Where(static body => body.Syntax is MethodDeclarationSyntax method && Filters.Contains(method.Identifier.ValueText))
            .Any(filter => filter.Accesses.Any(access => access.Kind == SessionAccessKind.Read
                && (access.Key.Matches(assumption.Read.Key) || filter.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && around.Contains(type.Identifier.ValueText))));
    }

    /// <summary>The names of the type around a function, its base types, and the attributes of both.</summary>
    private static HashSet<string> Around(SyntaxNode function, SemanticModel? semantics, CancellationToken cancellationToken)
    {
        var names = new HashSet<string>();
        if (semantics is null || function is not MethodDeclarationSyntax declaration || semantics.GetDeclaredSymbol(declaration, cancellationToken) is not { } method)
        {
            return names;
        }

        names.UnionWith(method.GetAttributes().Select(static attribute => attribute.AttributeClass?.Name ?? ""));
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
        {
            names.Add(type.Name);
            names.UnionWith(type.GetAttributes().Select(static attribute => attribute.AttributeClass?.Name ?? ""));
        }

        return names;
    }

    /// <summary>Whether a read decides something, itself or by the local it is kept in, or is made by a helper.</summary>
    private static bool IsTested(SyntaxNode read, SyntaxNode before, SyntaxNode function)
        => IsInCondition(read)
            || read is InvocationExpressionSyntax { Expression: IdentifierNameSyntax }
            || read.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } declarator && IsTestedBefore(declarator, before, function);

    private static bool IsTestedBefore(VariableDeclaratorSyntax local, SyntaxNode before, SyntaxNode function)
        => function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == local.Identifier.ValueText
            && name.SpanStart < before.SpanStart && !before.Span.Contains(name.Span) && IsInCondition(name));

    private static bool IsInCondition(SyntaxNode node)
    {
        for (var (child, parent) = (node, node.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ConditionalExpressionSyntax expression when child == expression.Condition:
                case IfStatementSyntax or WhileStatementSyntax:
                case SwitchStatementSyntax or SwitchExpressionSyntax or IsPatternExpressionSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression }:
                    return true;
                case StatementSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsCaught(PresenceAssumption assumption, SyntaxNode function)
        => assumption.Syntax.Ancestors().TakeWhile(ancestor => ancestor != function).OfType<TryStatementSyntax>()
            .Any(statement => statement.Block.Contains(assumption.Syntax) && statement.Catches.Any(caught => Catches(caught.Declaration?.Type, assumption.Exception)));

    private static bool Catches(TypeSyntax? type, string exception) => type switch
    {
        null => true,
        QualifiedNameSyntax qualified => Catches(qualified.Right, exception),
        _ => type is IdentifierNameSyntax { Identifier.ValueText: var name } && (name is nameof(Exception) or nameof(SystemException) || name == exception),
    };
}
