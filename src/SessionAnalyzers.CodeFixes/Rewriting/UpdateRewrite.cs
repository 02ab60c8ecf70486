using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Turns a read, what is done with the value, and the write into one <c>UpdateAsync</c>. The lambda may run again, so it
/// gets only code that qualifies (<see cref="RetrySafety"/>); the rest stays where it was, or there is no rewrite.
/// </summary>
internal sealed class UpdateRewrite
{
    private readonly KeyMove _move;
    private readonly ReadModifyWriteRelation _relation;
    private readonly KeyExpressions _expressions;
    private readonly CancellationToken _cancellationToken;

    private KeySite _writeSite = null!;
    private ExpressionSyntax _written = null!;
    private ExpressionStatementSyntax _write = null!;
    private Document _document = null!;
    private SemanticModel _semanticModel = null!;
    private Usage _usage = null!;
    private SessionModel _model = null!;

    private UpdateRewrite(KeyMove move, ReadModifyWriteRelation relation, CancellationToken cancellationToken)
    {
        _move = move;
        _relation = relation;
        _expressions = new KeyExpressions(move.SitesByCall, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    public static async Task<Blocker?> PlanAsync(KeyMove move, ReadModifyWriteRelation relation, CancellationToken cancellationToken)
    {
        var rewrite = new UpdateRewrite(move, relation, cancellationToken);
        return await rewrite.BindAsync().ConfigureAwait(false) ?? rewrite.Plan();
    }

    private async Task<Blocker?> BindAsync()
    {
        SyntaxNode syntax = _relation.Write.Syntax;
        if (_move.Solution.GetDocument(syntax.SyntaxTree) is not { } document
            || await document.Project.GetSessionModelAsync(_cancellationToken).ConfigureAwait(false) is not { } model
            || model.GetSemanticModel(syntax.SyntaxTree) is not { } semanticModel)
        {
            return Blocker.At(syntax, "generated code cannot be edited");
        }

        (_document, _model, _semanticModel) = (document, model, semanticModel);
        _usage = new Usage(semanticModel, _cancellationToken);
        if (_expressions.Write(_relation.Write) is not { } written || syntax.Parent is not ExpressionStatementSyntax write)
        {
            return Blocker.At(syntax, "a write of a form that cannot become an update");
        }

        (_written, _writeSite, _write) = (written.Value, written.Site, write);
        return null;
    }

    private Blocker? Plan()
    {
        if (BranchRewrite.TryPlan(_move, _relation, _model, _cancellationToken))
        {
            return null;
        }

        SyntaxNode[] reads = [.. _relation.Reads.Select(static r => r.Syntax).Distinct()];
        if (reads.All(r => _write.Span.Contains(r.Span)))
        {
            return PlanExpression(reads);
        }

        if (reads.Length != 1
            || Statements.Containing(reads[0]) is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } declaration
            || variables[0].Initializer is not { } initializer
            || _semanticModel.GetDeclaredSymbol(variables[0], _cancellationToken) is not ILocalSymbol local)
        {
            return Blocker.At(_write, "the value is not read into one local variable");
        }

        if (_expressions.Read(_relation.Reads[0]) is not { } read)
        {
            return Blocker.At(reads[0], "the read is part of code that cannot be moved into an update");
        }

        ExpressionSyntax initial = Hole.Put(initializer.Value, new Dictionary<SyntaxNode, ExpressionSyntax> { [reads[0]] = read.Expression }).WithoutTrivia();
        return PlanLocal(reads[0], declaration, local, initial);
    }

    /// <summary>The write contains its read: Set(key, f(Get(key))).</summary>
    private Blocker? PlanExpression(SyntaxNode[] reads)
    {
        var replacements = new Dictionary<SyntaxNode, ExpressionSyntax>();
        foreach (SessionAccess access in _relation.Reads)
        {
            if (_expressions.Read(access) is not { } read || Normalize(read.Expression, access.Syntax, out SyntaxNode place) is not { } expression)
            {
                return Blocker.At(access.Syntax, "the read is part of code that cannot be moved into an update");
            }

            replacements[place] = expression;
        }

        if (!_written.DescendantNodesAndSelf().Any(replacements.ContainsKey))
        {
            return Blocker.At(_write, "the write cannot be expressed by its reads");
        }

        if (!IsSafe([_written], reads, owned: []))
        {
            return Blocker.At(_write, "what is written must not be computed twice");
        }

        string parameter = Unused("current");
        ExpressionSyntax next = Hole.Fill(Hole.Put(_written, replacements), parameter).WithoutTrivia();
        Consume(reads);
        ReplaceWrite($"{_move.Item(_writeSite)}.UpdateAsync({parameter} => {next})", result: null, leading: _write.GetLeadingTrivia());
        return null;
    }

    private Blocker? PlanLocal(SyntaxNode read, LocalDeclarationStatementSyntax declaration, ILocalSymbol local, ExpressionSyntax initial)
    {
        if (Statements.Of(_write.Parent) is not { } list
            || Statements.Of(declaration.Parent) is not { } outerList
            || !declaration.Parent!.Span.Contains(_write.Span)
            || EnclosingFunction.Of(declaration) != EnclosingFunction.Of(_write))
        {
            return Blocker.At(_write, "the read and the write are not in one flow of statements");
        }

        bool sameList = declaration.Parent == _write.Parent;
        IReadOnlyList<StatementSyntax> between = [.. outerList.Skip(outerList.IndexOf(declaration) + 1).TakeWhile(s => s != _write && !s.Span.Contains(_write.Span))];
        StatementSyntax outermost = sameList ? _write : outerList.First(s => s.Span.Contains(_write.Span));

        var derived = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { local };
        _usage.AddDerived(between.Append(outermost), derived);

        if (WhatControlsTheWrite(declaration, derived) is { } controlled)
        {
            return controlled;
        }

        // What touches the value goes in; what does not stays outside, before the update.
        IReadOnlyList<StatementSyntax> before = [.. list.Skip(sameList ? list.IndexOf(declaration) + 1 : 0).TakeWhile(s => s != _write)];
        IReadOnlyList<StatementSyntax> outside = sameList ? [] : [.. PrecedingStatements(declaration)];
        var inside = new List<StatementSyntax>();
        bool keepsRead = !sameList && outside.Any(s => _usage.Mentions(s, derived));
        if (outside.Any(s => !_usage.OnlyLooks(s, derived) || _usage.Declared(s).Any(derived.Contains) || Touches(s, derived) && Statements.MayLeave(s, _semanticModel) || ContainsAccess(s, read)))
        {
            return Blocker.At(_write, "what happens between the read and the write depends on the value");
        }

        // The longest run of statements that may run again, counted from the write.
        int start = before.Count;
        for (int i = before.Count - 1; i >= 0; i--)
        {
            if (Touches(before[i], derived) && !MayMoveIn(before[i], read, derived))
            {
                break;
            }

            start = i;
        }

        for (int i = 0; i < start; i++)
        {
            if (ContainsAccess(before[i], read))
            {
                return Blocker.At(before[i], "the key is used between the read and the write");
            }

            if (!Touches(before[i], derived))
            {
                continue;
            }

            if (!_usage.OnlyLooks(before[i], derived) || _usage.Declared(before[i]).Any(derived.Contains) || Statements.MayLeave(before[i], _semanticModel))
            {
                return Blocker.At(before[i], "code that must not run twice depends on the value");
            }

            keepsRead = true;
        }

        for (int i = start; i < before.Count; i++)
        {
            if (ContainsAccess(before[i], read))
            {
                return Blocker.At(before[i], "the key is used between the read and the write");
            }

            if (Touches(before[i], derived))
            {
                inside.Add(before[i]);
            }
            else if (inside.Count > 0)
            {
                // Swapping it with what went inside must not be noticed.
                if (!MayMoveIn(before[i], read, derived))
                {
                    return Blocker.At(before[i], "code between the read and the write can be moved neither before nor into the update");
                }

                inside.Add(before[i]);
            }
        }

        return Write(read, declaration, local, initial, sameList, keepsRead, inside, derived);
    }

    private Blocker? Write(
        SyntaxNode read, LocalDeclarationStatementSyntax declaration, ILocalSymbol local, ExpressionSyntax initial,
        bool sameList, bool keepsRead, List<StatementSyntax> inside, HashSet<ISymbol> derived)
    {
        if (!IsSafe([declaration.Declaration.Variables[0].Initializer!.Value, .. inside, .. WrittenParts()], [read, _relation.Write.Syntax], [local]))
        {
            return Blocker.At(_write, "code that must not run twice computes the value");
        }

        // Locals that the update declares are gone after it.
        SyntaxNode function = EnclosingFunction.Of(_write)!;
        ISymbol[] declared = [.. inside.SelectMany(s => _usage.Declared(s))];
        if (declared.Any(d => IsUsedAfter(function, d)))
        {
            return Blocker.At(_write, "a variable of the update is used after it");
        }

        bool isUsedAfter = IsUsedAfter(function, local);
        bool isChanged = inside.Any(s => !_usage.OnlyLooks(s, derived)) || !_usage.OnlyLooks(_write, [local]) && !IsWhatIsWritten(local);
        bool needsResult = isUsedAfter && isChanged;
        if (needsResult && !IsWhatIsWritten(local))
        {
            return Blocker.At(_write, "the value is used after the write in another form than it was written");
        }

        // Another write that begins with the same read has a say in whether the read stays; see KeyMove.
        bool isShared = _move.Relations.ReadModifyWrites.Count(r => r.Reads.Any(a => a.Syntax == read)) > 1;
        bool leavesRead = keepsRead || isUsedAfter && (!isChanged || !sameList);
        keepsRead = leavesRead || isShared;
        if (InLoop(declaration))
        {
            return Blocker.At(_write, "the write repeats what one read began");
        }

        if (!Lambda(local, initial, inside, keepsRead || needsResult, out string lambda))
        {
            return Blocker.At(declaration, "the initial value cannot be expressed for an absent key");
        }

        string update = $"{_move.Item(_writeSite)}.UpdateAsync({lambda})";
        string? result = !needsResult ? null
            : keepsRead ? $"{local.Name} = "
            : $"{declaration.Declaration.Type} {local.Name} = ";

        // The new statement stands where the first moved one stood, if nothing stays between.
        StatementSyntax first = keepsRead ? inside.FirstOrDefault() ?? _write : sameList ? declaration : _write;
        SyntaxList<StatementSyntax> siblings = Statements.Of(_write.Parent)!.Value;
        bool isContiguous = first == _write || siblings.IndexOf(_write) - siblings.IndexOf(first) == inside.Count + (first == declaration ? 1 : 0);
        StatementSyntax place = isContiguous ? first : _write;
        IEnumerable<SyntaxNode> goes = keepsRead ? [_write] : [declaration, _write];

        // The comments of what goes inside go with it.
        SyntaxTriviaList leading = Statements.WithCommentsOf(
            inside.Contains(place) ? Statements.WithoutComments(place.GetLeadingTrivia()) : place.GetLeadingTrivia(), goes.Where(s => s != place));

        foreach (StatementSyntax statement in inside)
        {
            _move.Edits.In(_document).Remove(statement);
        }

        if (!keepsRead)
        {
            _move.Edits.In(_document).Remove(declaration);
            Consume([read]);
        }
        else if (isShared)
        {
            _move.ShareRead(_document, declaration, read, isKept: leavesRead || needsResult);
        }

        ReplaceWrite(update, result, leading);
        return null;
    }

    /// <summary>The lambda's text: its parameter is the variable itself where the initial value allows it.</summary>
    private bool Lambda(ILocalSymbol local, ExpressionSyntax initial, List<StatementSyntax> inside, bool shadows, out string lambda)
    {
        lambda = "";
        if (shadows && ((CSharpParseOptions)_write.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp8)
        {
            return false;
        }

        string parameter = local.Name;
        string? first = null;
        switch (Unwrap(initial))
        {
            case { } hole when Hole.Is(hole) && _move.Serialization == Serialization.Int32:
                // GetInt32 tells absent from 0, the number that an update gets does not.
                return false;
            case { } hole when Hole.Is(hole) && !MustHideNull():
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when Hole.Is(Unwrap(coalesce.Left)):
                if (_move.Type.IsValueType)
                {
                    if (!IsDefault(coalesce.Right))
                    {
                        return false;
                    }
                }
                else
                {
                    first = $"{parameter} ??= {coalesce.Right.WithoutTrivia()};";
                }

                break;
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetValueOrDefault" } access, ArgumentList.Arguments.Count: 0 } when Hole.Is(access.Expression):
                break;
            case { } other:
                if (_move.Type.IsValueType)
                {
                    return false;
                }

                parameter = Unused("current");
                string start = Hole.Is(other) ? parameter + "!" : Hole.Fill(other, parameter).ToString();
                first = $"var {local.Name} = {start};";
                break;
        }

        var body = new List<string>();
        if (first is not null)
        {
            body.Add(Indentation.Deeper(Indentation.Of(Place())) + first);
        }

        string outer = Indentation.Of(Place());
        string inner = Indentation.Deeper(outer);
        body.AddRange(inside.Select((s, i) => Indentation.Move(i == 0 ? Statements.WithBlankLineAbove(s, false) : s, Indentation.Of(_write), inner)));
        string next = _written.WithoutTrivia().ToString();
        if (body.Count == 0)
        {
            lambda = $"{parameter} => {next}";
            return true;
        }

        string blank = Statements.HasBlankLineAbove(_write) ? "\n" : "";
        lambda = $"{parameter} =>\n{outer}{{\n{string.Join("\n", body)}\n{blank}{inner}return {next};\n{outer}}}";
        return true;
    }

    private bool MustHideNull() =>
        _move.Type.IsReferenceType && _move.HidesNull && _semanticModel.GetNullableContext(_write.SpanStart).WarningsEnabled();

    private static ExpressionSyntax Unwrap(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Unwrap(parenthesized.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => Unwrap(suppressed.Operand),
        _ => expression,
    };

    private static bool IsDefault(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax { Token.Value: 0 or false } or LiteralExpressionSyntax { RawKind: (int)SyntaxKind.DefaultLiteralExpression };

    /// <summary>A read inside the written expression, with the coalescing around it that an update makes unnecessary.</summary>
    private ExpressionSyntax? Normalize(ExpressionSyntax read, SyntaxNode syntax, out SyntaxNode place)
    {
        place = syntax;
        if (!_move.Type.IsValueType)
        {
            return MustHideNull() && Hole.Is(read)
                ? SyntaxFactory.PostfixUnaryExpression(SyntaxKind.SuppressNullableWarningExpression, read)
                : read;
        }

        if (Hole.Is(read) && _move.Serialization == Serialization.Int32)
        {
            SyntaxNode operand = syntax;
            if (operand.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Left == operand && IsDefault(coalesce.Right))
            {
                place = coalesce.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : coalesce;
                return Hole.Expression;
            }

            return null;
        }

        return Hole.Is(read) ? read : null;
    }

    /// <summary>Conditions around the write that depend on what was read would be decided on a stale value.</summary>
    private Blocker? WhatControlsTheWrite(LocalDeclarationStatementSyntax declaration, HashSet<ISymbol> derived)
    {
        for (SyntaxNode child = _write, parent = _write.Parent!; parent != declaration.Parent; child = parent, parent = parent.Parent!)
        {
            switch (parent)
            {
                case BlockSyntax or ElseClauseSyntax or TryStatementSyntax:
                    break;
                case LockStatementSyntax @lock when _move.Propagation.RemovedLocks.Contains(@lock):
                    break;
                case IfStatementSyntax @if when !_usage.Mentions(@if.Condition, derived):
                    break;
                default:
                    return Blocker.At(child, "whether the value is written depends on what was read");
            }
        }

        return null;
    }

    /// <summary>What stands between the read and the block of the write.</summary>
    private IEnumerable<StatementSyntax> PrecedingStatements(LocalDeclarationStatementSyntax declaration)
    {
        for (SyntaxNode node = _write.Parent!; node != declaration.Parent; node = node.Parent!)
        {
            if (node.Parent is { } parent && Statements.Of(parent) is { } list)
            {
                int from = parent == declaration.Parent ? list.IndexOf(declaration) + 1 : 0;
                foreach (StatementSyntax statement in list.Skip(from).TakeWhile(s => s != node))
                {
                    yield return statement;
                }
            }
        }
    }

    /// <summary>Whether a variable is used where the flow may come after the write.</summary>
    private bool IsUsedAfter(SyntaxNode function, ISymbol variable) =>
        _usage.References(function, variable).Any(r => r.SpanStart > _write.Span.End
            && !_write.Ancestors().Any(a => a is IfStatementSyntax { Else: { } @else } @if && @if.Statement.Span.Contains(_write.Span) && @else.Span.Contains(r.Span)
                || a is SwitchSectionSyntax { Parent: SwitchStatementSyntax @switch } section && @switch.Span.Contains(r.Span) && !section.Span.Contains(r.Span)));

    private bool Touches(StatementSyntax statement, HashSet<ISymbol> derived) => _usage.Mentions(statement, derived) || _usage.Declared(statement).Any(derived.Contains);

    private bool MayMoveIn(StatementSyntax statement, SyntaxNode read, HashSet<ISymbol> derived) =>
        !Statements.MayLeave(statement, _semanticModel) && !HasAwait(statement) && IsSafe([statement], [read, _relation.Write.Syntax], derived.Concat(_usage.Declared(statement)));

    private static bool HasAwait(SyntaxNode node) => node.DescendantNodes().Any(static n => n is AwaitExpressionSyntax);

    private bool ContainsAccess(StatementSyntax statement, SyntaxNode read) =>
        _move.KeyAccesses.Any(a => a != read && a != _relation.Write.Syntax && a.SyntaxTree == statement.SyntaxTree && statement.Span.Contains(a.Span));

    private bool InLoop(SyntaxNode declaration) =>
        _write.Ancestors().TakeWhile(a => a != declaration.Parent).Any(Loops.IsLoop);

    private bool IsSafe(IEnumerable<SyntaxNode> nodes, IEnumerable<SyntaxNode> replaced, IEnumerable<ISymbol> owned)
    {
        var safety = new RetrySafety(_model, owned, [.. replaced], _cancellationToken);
        return nodes.All(safety.IsSafe);
    }

    /// <summary>What is written, as the source has it here: arguments of a helper, or the value itself.</summary>
    private IEnumerable<SyntaxNode> WrittenParts() =>
        _write.Expression is InvocationExpressionSyntax call ? call.ArgumentList.Arguments.Select(static a => a.Expression) : [];

    private bool IsWhatIsWritten(ILocalSymbol local) => _written.WithoutTrivia() is IdentifierNameSyntax name && name.Identifier.ValueText == local.Name;

    private string Unused(string name)
    {
        SyntaxNode function = EnclosingFunction.Of(_write) is { } f && f.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member ? member : _write;
        string candidate = name;
        for (int i = 1; function.DescendantTokens().Any(t => t.ValueText == candidate); i++)
        {
            candidate = name + i;
        }

        return candidate;
    }

    /// <summary>The statement whose place the update takes: the write, or the lock around it that goes.</summary>
    private StatementSyntax Place() =>
        _write.Parent?.Parent is LockStatementSyntax @lock && _move.Propagation.RemovedLocks.Contains(@lock) ? @lock : _write;

    private void Consume(IEnumerable<SyntaxNode> nodes) => _move.Consumed.UnionWith(nodes);

    private void ReplaceWrite(string update, string? result, SyntaxTriviaList leading)
    {
        Consume([_relation.Write.Syntax]);
        _move.AwaitAt(_writeSite, _write.Expression);
        SyntaxTriviaList trailing = _write.GetTrailingTrivia();
        _move.Edits.In(_document).Rewrite(_write, _ => SyntaxFactory.ParseStatement($"{result}await {update};")
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(trailing));
    }
}
