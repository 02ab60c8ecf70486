using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>The user whose identity a home-made login writes to the session, in code that can stand before the writes.</summary>
internal sealed class SignedInUser
{
    private readonly bool _formats;

    private SignedInUser(string id, bool formats)
    {
        Id = id;
        _formats = formats;
    }

    /// <summary>The user's id as an expression of type <c>string</c>.</summary>
    public string Id { get; }

    /// <summary>Finds the user where it is the same on every way, and where nothing is lost when the session was another user's.</summary>
    /// <param name="found">The first write of an identity.</param>
    /// <param name="function">The function that signs in.</param>
    /// <param name="model">The project's sessions.</param>
    /// <param name="semanticModel">The document's.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>The user, or null where it cannot be seen.</returns>
    public static SignedInUser? Of(SyntaxNode found, SyntaxNode function, SessionModel model, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        List<SessionAccess> accesses = [.. model.GetBodies(function.SyntaxTree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .Where(a => a.Kind == SessionAccessKind.Write && SignInScope.Of(a.Syntax).Function == function)];
        List<SessionAccess> identities = [.. accesses.Where(a => model.IsIdentity(a) && !a.ResetsValue)];
        SessionAccess? id = identities.Where(NamesId).OrderByDescending(static a => EndsWithId(a.Key)).ThenBy(static a => a.Syntax.SpanStart).FirstOrDefault();

        // What was written before would be lost where another user's session is emptied.
        if (id is null
            || accesses.Any(a => a.Syntax.SpanStart < found.SpanStart)
            || identities.Any(a => a.Key.Equals(id.Key) && a.Syntax != id.Syntax)
            || !AreTogether(found, id.Syntax)
            || id.Value is not ExpressionSyntax value
            || !IsSteady(value, found, semanticModel, cancellationToken))
        {
            return null;
        }

        string text = value.WithoutTrivia().ToString();
        TypeInfo type = semanticModel.GetTypeInfo(value, cancellationToken);
        return type.Type switch
        {
            { SpecialType: SpecialType.System_String } => type.Nullability.FlowState == NullableFlowState.MaybeNull ? null : new SignedInUser(text, formats: false),
            { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 } => new SignedInUser(text + ".ToString(CultureInfo.InvariantCulture)", formats: true),
            _ => null,
        };
    }

    public void AddUsings(DocumentEdits edits, SemanticModel semanticModel)
    {
        if (_formats && semanticModel.Compilation.GetTypeByMetadataName("System.Globalization.CultureInfo") is not null)
        {
            edits.AddUsing("System.Globalization");
        }
    }

    /// <summary>A role or a flag says what somebody may do, not who it is.</summary>
    private static bool NamesId(SessionAccess access)
    {
        string key = access.Key.ToString();
        return !access.WritesConstant
            && (EndsWithId(access.Key) || key.EndsWith("name", StringComparison.OrdinalIgnoreCase) || key.EndsWith("email", StringComparison.OrdinalIgnoreCase) || key.EndsWith("user", StringComparison.OrdinalIgnoreCase))
            && key.IndexOf("role", StringComparison.OrdinalIgnoreCase) < 0;
    }

    private static bool EndsWithId(SessionKey key) => key.ToString().EndsWith("id", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the one is written whenever the other is: in one list of statements, with no way out between, or in the same statement.</summary>
    private static bool AreTogether(SyntaxNode first, SyntaxNode id)
    {
        if (Statements.Containing(first) is not { } from || Statements.Containing(id) is not { } to)
        {
            return ExpressionBody.Of(first) is not null && first.Span.Contains(id.Span);
        }

        return from == to
            || from.Parent == to.Parent && Statements.Of(from.Parent) is { } list
                && list.Skip(list.IndexOf(from)).TakeWhile(s => s != to).All(static s => s is ExpressionStatementSyntax or LocalDeclarationStatementSyntax);
    }

    /// <summary>Names only, of what is declared before and not assigned between: evaluating it once more changes nothing.</summary>
    private static bool IsSteady(ExpressionSyntax value, SyntaxNode found, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        ExpressionSyntax named = value is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString", Expression: var receiver } } ? receiver : value;
        while (named is MemberAccessExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
        {
            named = named is MemberAccessExpressionSyntax access ? access.Expression : ((PostfixUnaryExpressionSyntax)named).Operand;
        }

        if (named is not IdentifierNameSyntax root || semanticModel.GetSymbolInfo(root, cancellationToken).Symbol is not { } symbol || symbol is not (ILocalSymbol or IParameterSymbol or IPropertySymbol or IFieldSymbol))
        {
            return false;
        }

        int place = (Statements.Containing(found) ?? found).SpanStart;
        return (symbol is not ILocalSymbol || symbol.Locations[0].SourceSpan.End <= place)
            && !SignInScope.Of(found).Function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(assignment =>
                assignment.SpanStart >= place && assignment.SpanStart < value.SpanStart && assignment.Left.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == root.Identifier.ValueText));
    }
}
