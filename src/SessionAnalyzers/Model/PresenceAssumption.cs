using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>An expression that throws where a session value is absent.</summary>
/// <param name="Read">The read of the value.</param>
/// <param name="Syntax">The expression.</param>
/// <param name="Form">The expression as messages name it.</param>
/// <param name="Exception">What it throws.</param>
/// <param name="Local">The declaration of the local that holds the value; null where the expression contains the read.</param>
internal sealed record PresenceAssumption(SessionAccess Read, ExpressionSyntax Syntax, string Form, string Exception, VariableDeclaratorSyntax? Local)
{
    /// <summary>The assumptions that a body makes of what it reads, whatever was checked before.</summary>
    public static IEnumerable<PresenceAssumption> In(SessionBody body, SemanticModel semantics, CancellationToken cancellationToken)
    {
        foreach (var read in body.Accesses)
        {
            if (read.Kind != SessionAccessKind.Read || read.Syntax is not ExpressionSyntax syntax)
            {
                continue;
            }

            var expression = syntax.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == syntax ? conditional : syntax;
            var isFrameworks = read is { Inner: null, Wrapper: null };
            if (Of(expression, isFrameworks, semantics, cancellationToken) is { } direct)
            {
                yield return new PresenceAssumption(read, direct.Syntax, direct.Form, direct.Exception, Local: null);
            }
            else if (expression.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax declarator } && FirstOf(declarator, isFrameworks, semantics, cancellationToken) is { } later)
            {
                yield return new PresenceAssumption(read, later.Syntax, later.Form, later.Exception, declarator);
            }
        }
    }

    private static (ExpressionSyntax Syntax, string Form, string Exception)? FirstOf(VariableDeclaratorSyntax local, bool isFrameworks, SemanticModel semantics, CancellationToken cancellationToken)
        => local.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == local.Identifier.ValueText && name.SpanStart > local.Span.End && (name.Parent as MemberAccessExpressionSyntax)?.Name != name)
            .Select(name => Of(name, isFrameworks, semantics, cancellationToken))
            .FirstOrDefault(static found => found is not null);

    private static (ExpressionSyntax Syntax, string Form, string Exception)? Of(ExpressionSyntax value, bool isFrameworks, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var outer = value;
        var isSuppressed = false;
        while (outer.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            isSuppressed |= outer.Parent is PostfixUnaryExpressionSyntax;
            outer = (ExpressionSyntax)outer.Parent;
        }

        if (outer.Parent is not (MemberAccessExpressionSyntax or CastExpressionSyntax or ElementAccessExpressionSyntax or ArgumentSyntax) && !isSuppressed
            || semantics.GetTypeInfo(value, cancellationToken).Type is not { } type)
        {
            return null;
        }

        var isNullable = type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        var isReference = isFrameworks && type.IsReferenceType;
        return outer.Parent switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" } access when isNullable => (access, ".Value", nameof(InvalidOperationException)),
            CastExpressionSyntax cast when isNullable && semantics.GetTypeInfo(cast, cancellationToken).Type is { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T }
                => (cast, $"the cast to {cast.Type}", nameof(InvalidOperationException)),
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access when isReference && !IsExtension(call, semantics, cancellationToken)
                => (call, "." + access.Name.Identifier.ValueText, nameof(NullReferenceException)),
            MemberAccessExpressionSyntax { Parent: not InvocationExpressionSyntax } access when isReference => (access, "." + access.Name.Identifier.ValueText, nameof(NullReferenceException)),
            ElementAccessExpressionSyntax access when isReference => (access, "an index", nameof(NullReferenceException)),
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } argument when isReference && call.ArgumentList.Arguments[0] == argument && SignInScope.NameOf(call) is "Parse" or "Deserialize" or "DeserializeObject"
                => (call, SignInScope.NameOf(call)!, nameof(ArgumentNullException)),
            _ when isSuppressed && !isNullable => (outer, "!", nameof(NullReferenceException)),
            _ => null,
        };
    }

    private static bool IsExtension(InvocationExpressionSyntax call, SemanticModel semantics, CancellationToken cancellationToken)
        => semantics.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { IsExtensionMethod: false };
}
