using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Turns a change of one element of a list, set or dictionary into one operation on the element. Only the exact forms are
/// taken; every other one leaves the collection to be updated as a value.
/// </summary>
internal sealed class CollectionRewrite
{
    private readonly KeyMove _move;
    private readonly KeySite _site;
    private readonly ILocalSymbol _local;
    private readonly SemanticModel _semanticModel;
    private readonly Usage _usage;
    private readonly CancellationToken _cancellationToken;

    private CollectionRewrite(KeyMove move, KeySite site, ILocalSymbol local, CancellationToken cancellationToken)
    {
        _move = move;
        _site = site;
        _local = local;
        _semanticModel = site.SemanticModel;
        _usage = new Usage(site.SemanticModel, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    public static Blocker? Plan(KeyMove move, ReadModifyWriteRelation relation, CancellationToken cancellationToken)
    {
        var expressions = new KeyExpressions(move.SitesByCall, cancellationToken);
        SyntaxNode[] reads = [.. relation.Reads.Select(static r => r.Syntax).Distinct()];
        Blocker no = Blocker.At(relation.Write.Syntax, "not a change of one element");
        if (reads.Length != 1
            || expressions.Write(relation.Write) is not { } written
            || expressions.Read(relation.Reads[0]) is not { } read
            || relation.Write.Syntax.Parent is not ExpressionStatementSyntax write
            || Statements.Containing(reads[0]) is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } declaration
            || declaration.Parent != write.Parent
            || Statements.Of(write.Parent) is not { } list
            || variables[0].Initializer is not { } initializer
            || relation.Write.Syntax.SyntaxTree != written.Site.Call.SyntaxTree
            || written.Site.SemanticModel.GetDeclaredSymbol(variables[0], cancellationToken) is not ILocalSymbol local
            || written.Value is not IdentifierNameSyntax name || name.Identifier.ValueText != local.Name
            || !IsCoalescedWithEmpty(Hole.Put(initializer.Value, new Dictionary<SyntaxNode, ExpressionSyntax> { [reads[0]] = read.Expression }), Hole.Is))
        {
            return no;
        }

        var rewrite = new CollectionRewrite(move, written.Site, local, cancellationToken);
        return rewrite.Plan(declaration, write, reads[0], list) ? null : no;
    }

    /// <summary>Whether an expression is what was read or, for an absent key, an empty collection.</summary>
    public static bool IsCoalescedWithEmpty(ExpressionSyntax expression, Func<ExpressionSyntax, bool> isRead) =>
        expression is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce
        && isRead(coalesce.Left)
        && coalesce.Right switch
        {
            ObjectCreationExpressionSyntax creation => creation.Initializer is null && creation.ArgumentList is null or { Arguments.Count: 0 },
            ImplicitObjectCreationExpressionSyntax creation => creation.Initializer is null && creation.ArgumentList.Arguments.Count == 0,
            CollectionExpressionSyntax collection => collection.Elements.Count == 0,
            _ => false,
        };

    private bool Plan(LocalDeclarationStatementSyntax declaration, ExpressionStatementSyntax write, SyntaxNode read, SyntaxList<StatementSyntax> list)
    {
        List<StatementSyntax> between = [.. list.Skip(list.IndexOf(declaration) + 1).TakeWhile(s => s != write)];
        List<StatementSyntax> changes = [.. between.SkipWhile(s => !_usage.Mentions(s, [_local]))];
        SyntaxNode function = EnclosingFunction.Of(write)!;
        if (changes.Count == 0
            || between.Any(s => _move.KeyAccesses.Any(a => a.SyntaxTree == s.SyntaxTree && s.Span.Contains(a.Span)))
            || _usage.References(function, _local).Any(r => r.SpanStart > write.Span.End)
            || Operation(changes) is not { } operation)
        {
            return false;
        }

        DocumentEdits edits = _move.Edits.In(_site.Document);
        SyntaxTriviaList leading = changes.Count == between.Count ? declaration.GetLeadingTrivia() : changes[0].GetLeadingTrivia();
        leading = Statements.WithCommentsOf(leading, [.. changes.Count == between.Count ? changes : changes.Skip(1).Prepend(declaration), write]);
        SyntaxTriviaList trailing = write.GetTrailingTrivia();
        edits.Remove(declaration);
        changes.ForEach(edits.Remove);
        _move.Consumed.UnionWith([read, write.Expression, _site.Call]);
        _move.AwaitAt(_site, write.Expression);
        edits.Rewrite(write, _ => SyntaxFactory.ParseStatement($"await {_move.Item(_site)}.{operation};").WithLeadingTrivia(leading).WithTrailingTrivia(trailing));
        return true;
    }

    private string? Operation(List<StatementSyntax> changes) => _move.Store.Kind switch
    {
        ItemKind.List => ListOperation(changes),
        ItemKind.Set => SetOperation(changes),
        ItemKind.Map => MapOperation(changes),
        _ => null,
    };

    private string? ListOperation(List<StatementSyntax> changes)
    {
        bool compares = _move.Store.ElementsCompareAsJson;
        switch (changes.Count)
        {
            case 1 when Argument(changes[0], "Add") is { } added:
                return $"AppendAsync({added})";
            case 1 when Argument(changes[0], "Remove") is { } removed && compares:
                return $"RemoveAsync({removed})";
            case 1 when Prepended(changes[0]) is { } first:
                return $"PrependAsync({first})";
            case 1 when compares && changes[0] is IfStatementSyntax { Else: null } @if
                && @if.Condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: InvocationExpressionSyntax contains }
                && Argument(contains, "Contains") is IdentifierNameSyntax sought
                && Statements.Only(@if.Statement) is { } only && Argument(only, "Add") is IdentifierNameSyntax added && added.Identifier.ValueText == sought.Identifier.ValueText:
                return $"AppendIfAbsentAsync({added})";
            case 2 when Argument(changes[0], "Add") is { } added && Limit(changes[1], "0") is { } limit:
                return $"AppendAsync({added}, maxLength: {limit})";
            case 2 or 3 when compares && Argument(changes[0], "Remove") is IdentifierNameSyntax moved && Prepended(changes[1]) is IdentifierNameSyntax front
                && front.Identifier.ValueText == moved.Identifier.ValueText && OnlyGrowsHere():
                return changes.Count == 2 ? $"MoveToFrontAsync({front})"
                    : Limit(changes[2], last: null) is { } kept ? $"MoveToFrontAsync({front}, maxLength: {kept})"
                    : null;
            case 2 when Prepended(changes[0]) is { } first && Limit(changes[1], last: null) is { } limit:
                return $"PrependAsync({first}, maxLength: {limit})";
            default:
                return null;
        }
    }

    private string? SetOperation(List<StatementSyntax> changes) =>
        changes.Count != 1 || !_move.Store.ElementsCompareAsJson ? null
        : Argument(changes[0], "Add") is { } added ? $"AddAsync({added})"
        : Argument(changes[0], "Remove") is { } removed ? $"RemoveAsync({removed})"
        : null;

    private string? MapOperation(List<StatementSyntax> changes)
    {
        if (changes.Count != 1)
        {
            return null;
        }

        if (Argument(changes[0], "Remove") is { } removed)
        {
            return $"RemoveAsync({removed})";
        }

        if (changes[0] is IfStatementSyntax @if)
        {
            return AddedOrUpdated(@if);
        }

        if (changes[0] is ExpressionStatementSyntax { Expression: PostfixUnaryExpressionSyntax { Operand: ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } stepped } } unary }
            && IsSimple(stepped[0].Expression) && IsNeverNull(stepped[0].Expression) && FieldStep(unary, stepped[0].Expression.WithoutTrivia().ToString()) is { } counted)
        {
            return $"UpdateAsync({stepped[0].Expression.WithoutTrivia()}, current => current {counted})";
        }

        if (changes[0] is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } keys } field } assignment }
            || !IsLocal(field.Expression) || !IsNeverNull(keys[0].Expression) || Touches(keys[0].Expression))
        {
            return null;
        }

        string key = keys[0].Expression.WithoutTrivia().ToString();
        if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && !Touches(assignment.Right) && IsNeverNull(assignment.Right))
        {
            return $"SetAsync({key}, {assignment.Right.WithoutTrivia()})";
        }

        if (!IsSimple(keys[0].Expression))
        {
            return null;
        }

        // d[key] = d.GetValueOrDefault(key) + n
        if (assignment is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Right: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression, Left: InvocationExpressionSyntax current } sum }
            && IsNumber() && Argument(current, "GetValueOrDefault") is { } same && same.ToString() == key && IsSimple(sum.Right) && !Touches(sum.Right))
        {
            return $"AddOrUpdateAsync({key}, {(sum.IsKind(SyntaxKind.SubtractExpression) ? "-" : "")}{sum.Right.WithoutTrivia()}, current => current {sum.OperatorToken.Text} {sum.Right.WithoutTrivia()})";
        }

        return FieldStep(assignment, key) is { } step ? $"UpdateAsync({key}, current => current {step})" : null;
    }

    /// <summary>if (d.ContainsKey(key)) { d[key] += n; } else { d[key] = m; }</summary>
    private string? AddedOrUpdated(IfStatementSyntax @if)
    {
        if (@if.Condition is not InvocationExpressionSyntax contains || Argument(contains, "ContainsKey") is not { } sought || !IsSimple(contains.ArgumentList.Arguments[0].Expression) || !IsNeverNull(contains.ArgumentList.Arguments[0].Expression)
            || Statements.Only(@if.Statement) is not ExpressionStatementSyntax { Expression: { } update }
            || @if.Else is not { Statement: { } otherwise } || Statements.Only(otherwise) is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } added }
            || Field(added.Left) != sought.ToString() || Touches(added.Right) || !IsSimple(added.Right)
            || FieldStep(update, sought.ToString()) is not { } step)
        {
            return null;
        }

        return $"AddOrUpdateAsync({sought}, {added.Right.WithoutTrivia()}, current => current {step})";
    }

    /// <summary>What <c>d[key]++</c> or <c>d[key] += n</c> adds, as the rest of a sum.</summary>
    private string? FieldStep(ExpressionSyntax update, string key) => !IsNumber() ? null : update switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } unary when Field(unary.Operand) == key => "+ 1",
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } unary when Field(unary.Operand) == key => "- 1",
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } sum when Field(sum.Left) == key && IsSimple(sum.Right) && !Touches(sum.Right) => $"+ {sum.Right.WithoutTrivia()}",
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } sum when Field(sum.Left) == key && IsSimple(sum.Right) && !Touches(sum.Right) => $"- {sum.Right.WithoutTrivia()}",
        _ => null,
    };

    private string? Field(ExpressionSyntax expression) =>
        expression is ElementAccessExpressionSyntax { ArgumentList.Arguments: { Count: 1 } keys } access && IsLocal(access.Expression) ? keys[0].Expression.WithoutTrivia().ToString() : null;

    /// <summary>Wider or narrower numbers would need a cast.</summary>
    private bool IsNumber() => _move.Store.Element.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Decimal or SpecialType.System_Double;

    /// <summary>Whether an expression may be evaluated again, later, with the same result.</summary>
    private bool IsSimple(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax
        || expression is IdentifierNameSyntax && _semanticModel.GetSymbolInfo(expression, _cancellationToken).Symbol is ILocalSymbol or IParameterSymbol { RefKind: RefKind.None } or IFieldSymbol { IsConst: true };

    /// <summary>The argument of <c>collection.Method(x)</c> as a statement.</summary>
    private ExpressionSyntax? Argument(StatementSyntax statement, string method) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } ? Argument(call, method) : null;

    private ExpressionSyntax? Argument(InvocationExpressionSyntax call, string method) =>
        call.Expression is MemberAccessExpressionSyntax access && access.Name.Identifier.ValueText == method && IsLocal(access.Expression)
        && call.ArgumentList.Arguments.Count == 1 && call.ArgumentList.Arguments[0].Expression is { } argument
        && !Touches(argument) && IsElement(argument, method)
            ? argument
            : null;

    /// <summary>The element of <c>list.Insert(0, x)</c>.</summary>
    private ExpressionSyntax? Prepended(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Insert" } access, ArgumentList.Arguments: { Count: 2 } arguments } }
        && IsLocal(access.Expression)
        && arguments[0].Expression is LiteralExpressionSyntax { Token.Value: 0 }
        && !Touches(arguments[1].Expression) && IsNeverNull(arguments[1].Expression)
            ? arguments[1].Expression
            : null;

    /// <summary>The limit of <c>if (list.Count > n) { list.RemoveAt(end); }</c>, where one element too many is dropped at an end.</summary>
    private string? Limit(StatementSyntax statement, string? last)
    {
        if (statement is not IfStatementSyntax { Else: null, Condition: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.GreaterThanExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Count" } count } comparison } @if
            || !IsLocal(count.Expression)
            || comparison.Right is not (LiteralExpressionSyntax or IdentifierNameSyntax)
            || _semanticModel.GetConstantValue(comparison.Right, _cancellationToken) is not { HasValue: true, Value: int and > 0 and var limit }
            || Statements.Only(@if.Statement) is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RemoveAt" } remove, ArgumentList.Arguments: { Count: 1 } arguments } }
            || !IsLocal(remove.Expression)
            || !OnlyGrowsHere())
        {
            return null;
        }

        string index = arguments[0].Expression.WithoutTrivia().ToString();
        bool isEnd = last is not null
            ? index == last
            : _semanticModel.GetConstantValue(arguments[0].Expression, _cancellationToken) is { HasValue: true, Value: int dropped } && dropped == limit
                || index == comparison.Right.WithoutTrivia().ToString()
                || index == $"{_local.Name}.Count - 1";
        return isEnd ? comparison.Right.WithoutTrivia().ToString() : null;
    }

    /// <summary>Dropping one element keeps to the limit only if nothing else lets the list grow beyond it.</summary>
    private bool OnlyGrowsHere() => _move.Relations.ReadModifyWrites.Count == 1;

    private bool IsElement(ExpressionSyntax argument, string method) => method is "Contains" or "Remove" or "GetValueOrDefault" || IsNeverNull(argument);

    /// <summary>An item holds no null, a collection may.</summary>
    private bool IsNeverNull(ExpressionSyntax expression)
    {
        TypeInfo type = _semanticModel.GetTypeInfo(expression, _cancellationToken);
        return type.Type is { IsValueType: true } and not { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }
            || type.Nullability.FlowState == NullableFlowState.NotNull && _semanticModel.GetNullableContext(expression.SpanStart).WarningsEnabled()
            || expression is BaseObjectCreationExpressionSyntax or InterpolatedStringExpressionSyntax or LiteralExpressionSyntax { Token.Value: string };
    }

    private bool Touches(ExpressionSyntax expression) => _usage.Mentions(expression, [_local]);

    private bool IsLocal(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax name && name.Identifier.ValueText == _local.Name
        && SymbolEqualityComparer.Default.Equals(_semanticModel.GetSymbolInfo(name, _cancellationToken).Symbol, _local);
}
