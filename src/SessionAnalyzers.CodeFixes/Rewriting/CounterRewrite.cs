using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Turns adding to a number into one increment, and a bound checked just before it into a bounded increment. The counter
/// has 64 bits; casting what it returns wraps as the 32-bit sum did.
/// </summary>
internal sealed class CounterRewrite
{
    private readonly KeyMove _move;
    private readonly ReadModifyWriteRelation _relation;
    private readonly KeySite _site;
    private readonly ExpressionStatementSyntax _write;
    private readonly Usage _usage;
    private readonly CancellationToken _cancellationToken;

    private CounterRewrite(KeyMove move, ReadModifyWriteRelation relation, KeySite site, ExpressionStatementSyntax write, CancellationToken cancellationToken)
    {
        _move = move;
        _relation = relation;
        _site = site;
        _write = write;
        _usage = new Usage(site.SemanticModel, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    public static Blocker? Plan(KeyMove move, ReadModifyWriteRelation relation, CancellationToken cancellationToken)
    {
        if (!move.SitesByCall.TryGetValue(relation.Write.Syntax, out KeySite? site)
            || site.Value is null
            || site.Call.Parent is not ExpressionStatementSyntax write
            || relation.Reads.Select(static r => r.Syntax).Distinct().Count() != 1
            || relation.Reads[0].Syntax is not ExpressionSyntax read
            || !move.SitesByCall.ContainsKey(read)
            || SiteRewrite.CoalescedWithZero(read) is not { } zero)
        {
            return Blocker.At(relation.Write.Syntax, "not an addition to a number that starts at zero");
        }

        if (SiteRewrite.IsChecked(site))
        {
            return Blocker.At(write, "a checked context would notice an overflow elsewhere");
        }

        return new CounterRewrite(move, relation, site, write, cancellationToken).Plan(read, zero);
    }

    private Blocker? Plan(ExpressionSyntax read, ExpressionSyntax zero)
    {
        if (_site.Value!.Span.Contains(read.Span))
        {
            // Set(key, (Get(key) ?? 0) + n)
            if (Step(_site.Value!, e => e == zero || e == Unwrap(zero)) is not { } step)
            {
                return Blocker.At(_write, "not an addition");
            }

            _move.Consumed.Add(read);
            Replace(_write, $"await {Increment(step)};", _write.GetLeadingTrivia());
            return null;
        }

        if (Statements.Containing(read) is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } declaration
            || Unwrap(variables[0].Initializer?.Value) != Unwrap(zero)
            || _site.SemanticModel.GetDeclaredSymbol(variables[0], _cancellationToken) is not ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 } local
            || Statements.Of(declaration.Parent) is not { } list)
        {
            return Blocker.At(_write, "the number is not read into one local variable");
        }

        return TryBounded(declaration, list, local, read) ? null : PlanLocal(declaration, list, local, read);
    }

    private Blocker? PlanLocal(LocalDeclarationStatementSyntax declaration, SyntaxList<StatementSyntax> list, ILocalSymbol local, ExpressionSyntax read)
    {
        if (_write.Parent != declaration.Parent)
        {
            return Blocker.At(_write, "the addition depends on a condition");
        }

        IReadOnlyList<StatementSyntax> between = [.. list.Skip(list.IndexOf(declaration) + 1).TakeWhile(s => s != _write)];
        (ExpressionSyntax? By, bool IsDecrement)? step = null;
        StatementSyntax? change = null;
        bool keepsRead = false;
        foreach (StatementSyntax statement in between)
        {
            if (_move.KeyAccesses.Any(a => statement.Span.Contains(a.Span) && a.SyntaxTree == statement.SyntaxTree))
            {
                return Blocker.At(statement, "the key is used between the read and the write");
            }

            if (!_usage.Mentions(statement, [local]))
            {
                continue;
            }

            if (change is null && statement is ExpressionStatementSyntax { Expression: { } expression } && StepOf(expression, local) is { } found)
            {
                (change, step) = (statement, found);
            }
            else if (change is null && !_usage.Assigns(statement, local) && !Statements.MayLeave(statement, _site.SemanticModel))
            {
                keepsRead = true;
            }
            else
            {
                return Blocker.At(statement, "more than one addition depends on the number");
            }
        }

        SyntaxNode function = EnclosingFunction.Of(_write)!;
        bool isUsedAfter = _usage.References(function, local).Any(r => r.SpanStart > _write.Span.End);
        bool isFinal = IsLocal(_site.Value!, local);
        if (step is null && StepOf(_site.Value!, local) is { } assigned)
        {
            // Set(key, ++n)
            (step, isFinal) = (assigned, true);
        }
        else if (step is null)
        {
            step = Step(_site.Value!, e => IsLocal(e, local));
        }
        else if (!isFinal)
        {
            return Blocker.At(_write, "more than one addition depends on the number");
        }

        if (step is not { } by || by.By is not null && (_usage.Mentions(by.By, [local]) || change is not null && !IsStable(by.By, between, change)))
        {
            return Blocker.At(_write, "not an addition");
        }

        if (isUsedAfter && !isFinal)
        {
            keepsRead = true;
        }

        bool needsResult = isUsedAfter && isFinal;
        string result = !needsResult ? "" : keepsRead ? $"{local.Name} = (int)" : $"{declaration.Declaration.Type} {local.Name} = (int)";
        int from = keepsRead ? change is null ? between.Count : between.ToList().IndexOf(change) : 0;
        bool isContiguous = between.Skip(from).All(s => s == change);
        IEnumerable<StatementSyntax> goes = new[] { keepsRead ? null : declaration, change, _write }.OfType<StatementSyntax>();
        StatementSyntax place = isContiguous ? goes.First() : _write;
        SyntaxTriviaList leading = Statements.WithCommentsOf(place.GetLeadingTrivia(), goes.Where(s => s != place));
        if (change is not null)
        {
            _move.Edits.In(_site.Document).Remove(change);
        }

        if (!keepsRead)
        {
            _move.Edits.In(_site.Document).Remove(declaration);
            _move.Consumed.Add(read);
        }

        Replace(_write, $"{result}await {Increment(by)};", leading);
        return null;
    }

    /// <summary>if (n >= max) { leave } Set(key, n + 1);  and  if (n &lt; max) { Set(key, n + 1); … }</summary>
    private bool TryBounded(LocalDeclarationStatementSyntax declaration, SyntaxList<StatementSyntax> list, ILocalSymbol local, ExpressionSyntax read)
    {
        if (Step(_site.Value!, e => IsLocal(e, local)) is not ({ } or null, false) step
            || step.By is not null and not LiteralExpressionSyntax { Token.Value: 1 }
            || Statements.Of(_write.Parent) is not { } writes)
        {
            return false;
        }

        IfStatementSyntax? check = null;
        bool leavesAtBound = false;
        int index = writes.IndexOf(_write);
        if (_write.Parent == declaration.Parent && index > 0 && list[index - 1] is IfStatementSyntax { Else: null } guard && Statements.AlwaysLeaves(guard.Statement, _site.SemanticModel))
        {
            (check, leavesAtBound) = (guard, true);
        }
        else if (index == 0 && _write.Parent?.Parent is IfStatementSyntax branch && branch.Statement == _write.Parent && branch.Parent == declaration.Parent)
        {
            check = branch;
        }

        if (check is null || Max(check.Condition, local, leavesAtBound) is not { } max)
        {
            return false;
        }

        // The number serves for nothing else, and the key is not used in between.
        SyntaxNode function = EnclosingFunction.Of(_write)!;
        if (_usage.References(function, local).Any(r => !check.Condition.Span.Contains(r.Span) && !_write.Span.Contains(r.Span))
            || list.Skip(list.IndexOf(declaration) + 1).TakeWhile(s => s != check).Any(s => _move.KeyAccesses.Any(a => a.SyntaxTree == s.SyntaxTree && s.Span.Contains(a.Span))))
        {
            return false;
        }

        string applied = $"(await {_move.Item(_site)}.TryIncrementAsync(max: {max})).Applied";
        ExpressionSyntax condition = SyntaxFactory.ParseExpression(leavesAtBound ? "!" + applied : applied);
        DocumentEdits edits = _move.Edits.In(_site.Document);
        bool isAdjacent = list.IndexOf(check) == list.IndexOf(declaration) + 1;
        SyntaxTriviaList leading = isAdjacent
            ? Statements.WithCommentsOf(declaration.GetLeadingTrivia(), [check, _write])
            : Statements.WithCommentsOf(check.GetLeadingTrivia(), [declaration, _write]);
        edits.Remove(declaration);
        edits.Remove(_write);
        edits.Rewrite(check.Condition, _ => condition);
        edits.Rewrite(check, rewritten => rewritten.WithLeadingTrivia(leading));

        _move.Consumed.Add(read);
        _move.Consumed.Add(_site.Call);
        _move.AwaitAt(_site, check.Condition);
        return true;
    }

    /// <summary>The largest value that the increment may reach.</summary>
    private string? Max(ExpressionSyntax condition, ILocalSymbol local, bool leavesAtBound)
    {
        if (condition is not BinaryExpressionSyntax comparison)
        {
            return null;
        }

        bool isLeft = IsLocal(comparison.Left, local);
        ExpressionSyntax bound = isLeft ? comparison.Right : comparison.Left;
        if (!isLeft && !IsLocal(comparison.Right, local) || _usage.Mentions(bound, [local])
            || _site.SemanticModel.GetTypeInfo(bound, _cancellationToken).Type?.SpecialType != SpecialType.System_Int32
            || bound is not (LiteralExpressionSyntax or IdentifierNameSyntax or MemberAccessExpressionSyntax))
        {
            return null;
        }

        SyntaxKind kind = isLeft ? comparison.Kind() : comparison.Kind() switch
        {
            SyntaxKind.LessThanOrEqualExpression => SyntaxKind.GreaterThanOrEqualExpression,
            SyntaxKind.LessThanExpression => SyntaxKind.GreaterThanExpression,
            SyntaxKind.GreaterThanExpression => SyntaxKind.LessThanExpression,
            SyntaxKind.GreaterThanOrEqualExpression => SyntaxKind.LessThanOrEqualExpression,
            SyntaxKind other => other,
        };
        return (kind, leavesAtBound) switch
        {
            (SyntaxKind.GreaterThanOrEqualExpression, true) or (SyntaxKind.LessThanExpression, false) => bound.WithoutTrivia().ToString(),
            (SyntaxKind.GreaterThanExpression, true) or (SyntaxKind.LessThanOrEqualExpression, false) => bound.WithoutTrivia() + " + 1L",
            _ => null,
        };
    }

    private string Increment((ExpressionSyntax? By, bool IsDecrement) step) =>
        $"{_move.Item(_site)}.{(step.IsDecrement ? "DecrementAsync" : "IncrementAsync")}({(step.By is LiteralExpressionSyntax { Token.Value: 1 } ? null : step.By?.WithoutTrivia())})";

    /// <summary>Recognises n + x, x + n and n - x.</summary>
    private (ExpressionSyntax? By, bool IsDecrement)? Step(ExpressionSyntax sum, Func<ExpressionSyntax, bool> isNumber)
    {
        if (Unwrap(sum) is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression or (int)SyntaxKind.SubtractExpression } binary
            || _site.SemanticModel.GetTypeInfo(binary, _cancellationToken).Type?.SpecialType != SpecialType.System_Int32)
        {
            return null;
        }

        bool isSubtraction = binary.IsKind(SyntaxKind.SubtractExpression);
        return isNumber(binary.Left) || isNumber(Unwrap(binary.Left)!) ? (binary.Right, isSubtraction)
            : !isSubtraction && (isNumber(binary.Right) || isNumber(Unwrap(binary.Right)!)) ? (binary.Left, false)
            : null;
    }

    /// <summary>Recognises n++, ++n, n += x, n = n + x and their opposites.</summary>
    private (ExpressionSyntax? By, bool IsDecrement)? StepOf(ExpressionSyntax expression, ILocalSymbol local) => expression switch
    {
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression } unary when IsLocal(unary.Operand, local) && unary.Parent is ExpressionStatementSyntax => (null, false),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostDecrementExpression } unary when IsLocal(unary.Operand, local) && unary.Parent is ExpressionStatementSyntax => (null, true),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression } unary when IsLocal(unary.Operand, local) => (null, false),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreDecrementExpression } unary when IsLocal(unary.Operand, local) => (null, true),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } assignment when IsLocal(assignment.Left, local) && IsInt(assignment.Right) => (assignment.Right, false),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } assignment when IsLocal(assignment.Left, local) && IsInt(assignment.Right) => (assignment.Right, true),
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment when IsLocal(assignment.Left, local) => Step(assignment.Right, e => IsLocal(e, local)),
        _ => null,
    };

    private bool IsInt(ExpressionSyntax expression) => _site.SemanticModel.GetTypeInfo(expression, _cancellationToken).Type?.SpecialType == SpecialType.System_Int32;

    private bool IsLocal(SyntaxNode? node, ILocalSymbol local) =>
        node is IdentifierNameSyntax name && name.Identifier.ValueText == local.Name
        && SymbolEqualityComparer.Default.Equals(_site.SemanticModel.GetSymbolInfo(name, _cancellationToken).Symbol, local);

    /// <summary>Whether an amount is the same at the write as where it was added.</summary>
    private static bool IsStable(ExpressionSyntax amount, IReadOnlyList<StatementSyntax> between, StatementSyntax change) =>
        amount is LiteralExpressionSyntax || between[between.Count - 1] == change;

    private static ExpressionSyntax? Unwrap(ExpressionSyntax? expression) => expression is ParenthesizedExpressionSyntax parenthesized ? Unwrap(parenthesized.Expression) : expression;

    private void Replace(ExpressionStatementSyntax write, string text, SyntaxTriviaList leading)
    {
        _move.Consumed.Add(_site.Call);
        _move.Consumed.Add(_relation.Write.Syntax);
        _move.AwaitAt(_site, write.Expression);
        SyntaxTriviaList trailing = write.GetTrailingTrivia();
        _move.Edits.In(_site.Document).Rewrite(write, _ => SyntaxFactory.ParseStatement(text)
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(trailing));
    }
}
