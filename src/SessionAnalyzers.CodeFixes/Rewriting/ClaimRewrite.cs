using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Turns a check of the key and the act that it allows into one step: a flag is claimed by <c>TryAddAsync</c> before the
/// effect, a token consumed by <c>TakeAsync</c>. Between check and act there must be no way out and nothing that is likely
/// to fail, since the claim now comes first.
/// </summary>
internal sealed class ClaimRewrite
{
    private readonly KeyMove _move;
    private readonly KeySite _check;
    private readonly KeySite _act;
    private readonly SessionModel _model;
    private readonly Usage _usage;
    private readonly CancellationToken _cancellationToken;

    private ClaimRewrite(KeyMove move, KeySite check, KeySite act, SessionModel model, CancellationToken cancellationToken)
    {
        _move = move;
        _check = check;
        _act = act;
        _model = model;
        _usage = new Usage(act.SemanticModel, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    public static async Task<Blocker?> PlanAsync(KeyMove move, CheckThenActRelation relation, CancellationToken cancellationToken)
    {
        if (move.Consumed.Contains(relation.Act.Syntax))
        {
            return null;
        }

        if (move.Store.Kind != ItemKind.Value
            || !move.SitesByCall.TryGetValue(relation.Check.Syntax, out KeySite? check)
            || !move.SitesByCall.TryGetValue(relation.Act.Syntax, out KeySite? act)
            || check.Document.Id != act.Document.Id
            || await act.Document.Project.GetSessionModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return Blocker.At(relation.Act.Syntax, "the check and the act are not at one place");
        }

        var rewrite = new ClaimRewrite(move, check, act, model, cancellationToken);
        return relation.Kind == CheckThenActKind.ConsumeToken ? rewrite.PlanToken() : rewrite.PlanFlag();
    }

    private Blocker? PlanFlag()
    {
        if (_act.Value is not { } value || _act.Call.Parent is not ExpressionStatementSyntax act || Condition() is not { } found)
        {
            return Blocker.At(_act.Call, "not a check for an absent key before it is set");
        }

        (IfStatementSyntax check, LocalDeclarationStatementSyntax? declaration, ILocalSymbol? local) = found;
        bool? claimsWhenTrue = IsAbsent(check.Condition, local) ? true : IsPresent(check.Condition, local) ? false : null;
        IReadOnlyList<StatementSyntax>? between = claimsWhenTrue switch
        {
            true when act.Parent is BlockSyntax block && check.Statement == block => [.. block.Statements.TakeWhile(s => s != act)],
            false when act.Parent == check.Parent && check.Else is null && Statements.AlwaysLeaves(check.Statement, _act.SemanticModel) => [.. Statements.Of(act.Parent)!.Value.SkipWhile(s => s != check).Skip(1).TakeWhile(s => s != act)],
            _ => null,
        };
        if (between is null)
        {
            return Blocker.At(check, "the check does not lead straight to the act");
        }

        if (between.FirstOrDefault(MayStop) is { } risk)
        {
            return Blocker.At(risk, "code between the check and the act may fail, and the claim would stay");
        }

        if (!IsKnownBefore(value, between))
        {
            return Blocker.At(value, "what is written is not known at the check");
        }

        string claim = $"await {_move.Item(_act)}.TryAddAsync({value.WithoutTrivia()})";
        Replace(check, declaration, act, claimsWhenTrue == true ? claim : $"!{claim}");
        return null;
    }

    private Blocker? PlanToken()
    {
        if (_act.Call.Parent is not ExpressionStatementSyntax act || _move.Serialization != Serialization.Text || Condition() is not { } found)
        {
            return Blocker.At(_act.Call, "not a comparison of a token before its removal");
        }

        (IfStatementSyntax check, LocalDeclarationStatementSyntax? declaration, ILocalSymbol? local) = found;
        bool leaves;
        ExpressionSyntax? expected = null;
        bool excludesNull = false;
        if (Expected(check.Condition, local, SyntaxKind.LogicalOrExpression, SyntaxKind.NotEqualsExpression, ref expected, ref excludesNull)
            && expected is not null && act.Parent == check.Parent && check.Else is null && Statements.AlwaysLeaves(check.Statement, _act.SemanticModel))
        {
            leaves = true;
        }
        else
        {
            (expected, excludesNull, leaves) = (null, false, false);
            if (!Expected(check.Condition, local, SyntaxKind.LogicalAndExpression, SyntaxKind.EqualsExpression, ref expected, ref excludesNull)
                || expected is null || act.Parent != check.Statement)
            {
                return Blocker.At(check, "not a comparison of the token");
            }
        }

        SyntaxList<StatementSyntax> statements = Statements.Of(act.Parent)!.Value;
        int index = statements.IndexOf(act);
        bool isNext = leaves ? index > 0 && statements[index - 1] == check : index == 0;
        if (!isNext)
        {
            return Blocker.At(act, "the token is not removed straight after the comparison");
        }

        if (!excludesNull)
        {
            return Blocker.At(check, "an absent token compared with null would be accepted");
        }

        string name = expected.WithoutTrivia().ToString();
        if (expected is not (IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return Blocker.At(expected, "what the token is compared with would be computed twice");
        }

        string take = $"await {_move.Item(_act)}.TakeAsync({name})";
        Replace(check, declaration, act, leaves ? $"{name} == null || !{take}" : $"{name} != null && {take}");
        return null;
    }

    private void Replace(IfStatementSyntax check, LocalDeclarationStatementSyntax? declaration, StatementSyntax act, string condition)
    {
        DocumentEdits edits = _move.Edits.In(_act.Document);
        edits.Rewrite(check.Condition, _ => SyntaxFactory.ParseExpression(condition));
        if (declaration is not null)
        {
            SyntaxList<StatementSyntax> statements = Statements.Of(declaration.Parent)!.Value;
            SyntaxTriviaList leading = statements.IndexOf(check) == statements.IndexOf(declaration) + 1
                ? Statements.WithCommentsOf(declaration.GetLeadingTrivia(), [check])
                : Statements.WithCommentsOf(check.GetLeadingTrivia(), [declaration]);
            edits.Rewrite(check, rewritten => rewritten.WithLeadingTrivia(leading));
            edits.Remove(declaration);
        }

        edits.Rewrite(check, rewritten => rewritten.WithLeadingTrivia(Statements.WithCommentsOf(rewritten.GetLeadingTrivia(), [act])));
        edits.Remove(act);
        _move.Consumed.UnionWith([_check.Call, _act.Call]);
        _move.AwaitAt(_act, check.Condition);
    }

    /// <summary>The if statement that the read decides, and the local variable between them if there is one that serves nothing else.</summary>
    private (IfStatementSyntax Check, LocalDeclarationStatementSyntax? Declaration, ILocalSymbol? Local)? Condition()
    {
        if (Statements.Containing(_check.Call) is IfStatementSyntax direct && direct.Condition.Span.Contains(_check.Call.Span))
        {
            return (direct, null, null);
        }

        if (Statements.Containing(_check.Call) is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } declaration
            || variables[0].Initializer?.Value != _check.Call
            || _act.SemanticModel.GetDeclaredSymbol(variables[0], _cancellationToken) is not ILocalSymbol local
            || Statements.Of(declaration.Parent) is not { } statements
            || statements.Skip(statements.IndexOf(declaration) + 1).OfType<IfStatementSyntax>().FirstOrDefault(i => _usage.Mentions(i.Condition, [local])) is not { } check)
        {
            return null;
        }

        SyntaxNode function = EnclosingFunction.Of(check)!;
        bool servesElse = _usage.References(function, local).Any(r => !check.Condition.Span.Contains(r.Span));
        bool isBetweenQuiet = statements.Skip(statements.IndexOf(declaration) + 1).TakeWhile(s => s != check)
            .All(s => !_move.KeyAccesses.Any(a => a.SyntaxTree == s.SyntaxTree && s.Span.Contains(a.Span)));
        return servesElse || !isBetweenQuiet ? null : (check, declaration, local);
    }

    private bool IsAbsent(ExpressionSyntax condition, ILocalSymbol? local) => Unwrap(condition) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } binary => IsRead(binary.Left, local) && IsNull(binary.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } binary => IsRead(binary.Left, local) && IsOnlyValue(binary.Right),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } pattern => IsRead(pattern.Expression, local) && IsNull(constant.Expression),
        InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call => IsNullOrEmpty(call) && IsRead(arguments[0].Expression, local) && WritesOnlyText(),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not => Unwrap(not.Operand) is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" } access
            ? IsRead(access.Expression, local)
            : IsTrueFlag(not.Operand, local),
        _ => false,
    };

    private bool IsPresent(ExpressionSyntax condition, ILocalSymbol? local) => Unwrap(condition) switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression } binary => IsRead(binary.Left, local) && IsNull(binary.Right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression } binary => IsRead(binary.Left, local) && IsOnlyValue(binary.Right),
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } } pattern => IsRead(pattern.Expression, local) && IsNull(constant.Expression),
        IsPatternExpressionSyntax { Pattern: RecursivePatternSyntax { Type: null, Designation: null, PropertyPatternClause.Subpatterns.Count: 0, PositionalPatternClause: null } } pattern => IsRead(pattern.Expression, local),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not =>
            Unwrap(not.Operand) is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call && IsNullOrEmpty(call) && IsRead(arguments[0].Expression, local) && WritesOnlyText(),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "HasValue" } access => IsRead(access.Expression, local),
        { } other => IsTrueFlag(other, local),
    };

    /// <summary>A flag kept as a boolean, of which only true is ever written: false is an absent key.</summary>
    private bool IsTrueFlag(ExpressionSyntax expression, ILocalSymbol? local) =>
        _move.Type.SpecialType == SpecialType.System_Boolean && IsRead(expression, local)
        && Written().All(static v => v.IsKind(SyntaxKind.TrueLiteralExpression));

    /// <summary>A constant that is the only one ever written: being equal to it is being there.</summary>
    private bool IsOnlyValue(ExpressionSyntax expression) =>
        _act.SemanticModel.GetConstantValue(expression, _cancellationToken) is { HasValue: true, Value: { } constant }
        && _move.Sites.Where(static s => s.Kind == SessionAccessKind.Write)
            .All(s => s.Value is not null && s.SemanticModel.GetConstantValue(s.Value, _cancellationToken) is { HasValue: true, Value: { } written } && written.Equals(constant));

    private bool WritesOnlyText() => _move.Sites.Where(static s => s.Kind == SessionAccessKind.Write)
        .All(s => s.Value is not null && s.SemanticModel.GetConstantValue(s.Value, _cancellationToken) is { HasValue: true, Value: string { Length: > 0 } });

    private IEnumerable<ExpressionSyntax> Written() => _move.Sites.Select(static s => s.Value).OfType<ExpressionSyntax>();

    /// <summary>Collects what the token is compared with, and whether null is ruled out on the way.</summary>
    private bool Expected(ExpressionSyntax condition, ILocalSymbol? local, SyntaxKind connective, SyntaxKind comparison, ref ExpressionSyntax? expected, ref bool excludesNull)
    {
        condition = Unwrap(condition);
        bool leaves = connective == SyntaxKind.LogicalOrExpression;
        if (condition is BinaryExpressionSyntax both && both.IsKind(connective))
        {
            return Expected(both.Left, local, connective, comparison, ref expected, ref excludesNull)
                && Expected(both.Right, local, connective, comparison, ref expected, ref excludesNull);
        }

        if (leaves ? IsAbsent(condition, local) || IsEmptyToken(condition, local) : IsPresent(condition, local))
        {
            excludesNull = true;
            return true;
        }

        if (condition is BinaryExpressionSyntax binary && binary.IsKind(comparison) && expected is null)
        {
            expected = IsRead(binary.Left, local) ? binary.Right : IsRead(binary.Right, local) ? binary.Left : null;
            return expected is not null && !IsNull(expected);
        }

        return false;
    }

    /// <summary>string.IsNullOrEmpty(token): an empty token is never issued here, and none is accepted.</summary>
    private bool IsEmptyToken(ExpressionSyntax condition, ILocalSymbol? local) =>
        condition is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments } call && IsNullOrEmpty(call) && IsRead(arguments[0].Expression, local)
        && _move.Sites.Where(static s => s.Kind == SessionAccessKind.Write).All(s => s.Value is InvocationExpressionSyntax);

    private bool IsRead(ExpressionSyntax expression, ILocalSymbol? local)
    {
        expression = Unwrap(expression);
        return expression == _check.Call
            || local is not null && expression is IdentifierNameSyntax && SymbolEqualityComparer.Default.Equals(_act.SemanticModel.GetSymbolInfo(expression, _cancellationToken).Symbol, local);
    }

    private bool IsNullOrEmpty(InvocationExpressionSyntax call) =>
        _act.SemanticModel.GetSymbolInfo(call, _cancellationToken).Symbol is IMethodSymbol { Name: "IsNullOrEmpty", ContainingType.SpecialType: SpecialType.System_String };

    private static bool IsNull(ExpressionSyntax expression) => expression.IsKind(SyntaxKind.NullLiteralExpression);

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression) => expression is ParenthesizedExpressionSyntax parenthesized ? Unwrap(parenthesized.Expression) : expression;

    private bool MayStop(StatementSyntax statement) =>
        Statements.MayLeave(statement, _act.SemanticModel)
        || _move.KeyAccesses.Any(a => a.SyntaxTree == statement.SyntaxTree && statement.Span.Contains(a.Span))
        || new FailureRisk(_model, _cancellationToken).MayFail(statement);

    private bool IsKnownBefore(ExpressionSyntax value, IReadOnlyList<StatementSyntax> between) =>
        !between.SelectMany(s => _usage.Declared(s)).Any(d => _usage.References(value, d).Any())
        && value.DescendantNodesAndSelf().All(static n => n is LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax or ArgumentListSyntax or ArgumentSyntax)
        && !between.Any(s => value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>()
            .Select(n => _act.SemanticModel.GetSymbolInfo(n, _cancellationToken).Symbol)
            .OfType<ILocalSymbol>()
            .Any(l => _usage.Assigns(s, l)));
}
