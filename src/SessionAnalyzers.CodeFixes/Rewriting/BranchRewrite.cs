using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Turns an if statement that looks at the value, and every branch of which ends in writing it, into one update:
/// <c>if (Get(key) == null) { …; Set(key, a); } else { …; Set(key, b); }</c>.
/// </summary>
internal sealed class BranchRewrite
{
    private readonly KeyMove _move;
    private readonly SessionModel _model;
    private readonly KeySite _site;
    private readonly IfStatementSyntax _if;
    private readonly IReadOnlyList<ExpressionStatementSyntax> _writes;
    private readonly IReadOnlyList<KeySite> _reads;
    private readonly Usage _usage;
    private readonly CancellationToken _cancellationToken;

    private BranchRewrite(
        KeyMove move, SessionModel model, KeySite site, IfStatementSyntax @if, IReadOnlyList<ExpressionStatementSyntax> writes, IReadOnlyList<KeySite> reads, CancellationToken cancellationToken)
    {
        _move = move;
        _model = model;
        _site = site;
        _if = @if;
        _writes = writes;
        _reads = reads;
        _usage = new Usage(site.SemanticModel, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <returns>Whether the write is part of such a statement and the statement became an update.</returns>
    public static bool TryPlan(KeyMove move, ReadModifyWriteRelation relation, SessionModel model, CancellationToken cancellationToken)
    {
        if (move.Type.IsValueType
            || !move.SitesByCall.TryGetValue(relation.Write.Syntax, out KeySite? site)
            || site.Call.Parent is not ExpressionStatementSyntax write
            || Chain(write) is not { } @if
            || Statements.Of(@if.Parent) is null
            || LastStatements(@if) is not { } writes
            || !writes.All(w => w.Expression is InvocationExpressionSyntax call && move.SitesByCall.TryGetValue(call, out KeySite? s) && s.Value is not null))
        {
            return false;
        }

        SyntaxNode[] others = [.. move.KeyAccesses.Where(a => a.SyntaxTree == @if.SyntaxTree && @if.Span.Contains(a.Span) && writes.All(w => w.Expression != a))];
        KeySite?[] reads = [.. others.Select(a => move.SitesByCall.TryGetValue(a, out KeySite? s) && s.Kind == SessionAccessKind.Read ? s : null)];
        return reads.All(static r => r is not null)
            && new BranchRewrite(move, model, site, @if, writes, reads!, cancellationToken).TryPlan(relation);
    }

    private bool TryPlan(ReadModifyWriteRelation relation)
    {
        SyntaxNode[] outer = [.. relation.Reads.Select(static r => r.Syntax).Where(r => !_if.Span.Contains(r.Span)).Distinct()];
        LocalDeclarationStatementSyntax? declaration = null;
        string parameter = "current";
        if (outer.Length == 1 && _reads.Count == 0)
        {
            // var x = Get(key); if (x == null) …
            if (Statements.Containing(outer[0]) is not LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } found
                || variables[0].Initializer?.Value != outer[0]
                || !_move.SitesByCall.ContainsKey(outer[0])
                || found.Parent != _if.Parent
                || _site.SemanticModel.GetDeclaredSymbol(variables[0], _cancellationToken) is not ILocalSymbol local
                || !ServesOnlyTheIf(found, local))
            {
                return false;
            }

            declaration = found;
            parameter = local.Name;
        }
        else if (outer.Length > 0 || _reads.Count == 0 || !AreDistinct() || _if.DescendantTokens().Any(t => t.ValueText == parameter))
        {
            return false;
        }

        SyntaxNode[] replaced = [.. _reads.Select(static r => r.Call), .. _writes.Select(static w => w.Expression)];
        IEnumerable<ISymbol> owned = declaration is null ? [] : [_site.SemanticModel.GetDeclaredSymbol(declaration.Declaration.Variables[0], _cancellationToken)!];
        if (_site.SemanticModel.AnalyzeControlFlow(_if) is not { Succeeded: true, ExitPoints.IsEmpty: true, ReturnStatements.IsEmpty: true }
            || !new RetrySafety(_model, owned, replaced, _cancellationToken).IsSafe(_if)
            || !_writes.All(w => new RetrySafety(_model, owned, replaced, _cancellationToken).IsSafe(_move.SitesByCall[w.Expression].Value!)))
        {
            return false;
        }

        Replace(declaration, parameter);
        _move.Consumed.UnionWith(replaced);
        _move.Consumed.UnionWith(outer);
        return true;
    }

    private void Replace(LocalDeclarationStatementSyntax? declaration, string parameter)
    {
        StatementSyntax place = _if.Parent?.Parent is LockStatementSyntax @lock && _move.Propagation.RemovedLocks.Contains(@lock) ? @lock : _if;
        string indentation = Indentation.Of(place);
        IfStatementSyntax body = _if.ReplaceNodes(
            _reads.Select(static r => (SyntaxNode)r.Call).Concat(_writes),
            (original, rewritten) => rewritten is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call }
                ? Return((ExpressionStatementSyntax)original, call)
                : SyntaxFactory.IdentifierName(parameter).WithTriviaFrom(rewritten));
        body = body.WithLeadingTrivia(SyntaxFactory.Whitespace(Indentation.Of(_if)));
        string text = Indentation.Move(body, Indentation.Of(_if), Indentation.Deeper(indentation));
        string update = $"await {_move.Item(_site)}.UpdateAsync({parameter} =>\n{indentation}{{\n{text}\n{indentation}}});";

        DocumentEdits edits = _move.Edits.In(_site.Document);
        SyntaxTriviaList leading = _if.GetLeadingTrivia();
        if (declaration is not null)
        {
            SyntaxList<StatementSyntax> statements = Statements.Of(_if.Parent)!.Value;
            leading = statements.IndexOf(_if) == statements.IndexOf(declaration) + 1
                ? Statements.WithCommentsOf(declaration.GetLeadingTrivia(), [_if])
                : Statements.WithCommentsOf(leading, [declaration]);
            edits.Remove(declaration);
        }

        SyntaxTriviaList trailing = _if.GetTrailingTrivia();
        _move.AwaitAt(_site, _if.Condition);
        edits.Rewrite(_if, _ => SyntaxFactory.ParseStatement(update).WithLeadingTrivia(leading).WithTrailingTrivia(trailing));
    }

    private StatementSyntax Return(ExpressionStatementSyntax original, InvocationExpressionSyntax rewritten)
    {
        KeySite site = _move.SitesByCall[original.Expression];
        int index = site.Call.ArgumentList.Arguments.IndexOf((ArgumentSyntax)site.Value!.FirstAncestorOrSelf<ArgumentSyntax>()!);
        return SyntaxFactory.ParseStatement($"return {rewritten.ArgumentList.Arguments[index].Expression.WithoutTrivia()};").WithTriviaFrom(original);
    }

    /// <summary>The first if of the chain in one of whose branches the write comes last.</summary>
    private static IfStatementSyntax? Chain(ExpressionStatementSyntax write)
    {
        SyntaxNode? branch = write.Parent is BlockSyntax block && block.Statements.Last() == write ? block : write;
        IfStatementSyntax? @if = branch.Parent switch
        {
            IfStatementSyntax direct => direct,
            ElseClauseSyntax { Parent: IfStatementSyntax otherwise } => otherwise,
            _ => null,
        };
        while (@if?.Parent is ElseClauseSyntax { Parent: IfStatementSyntax outer })
        {
            @if = outer;
        }

        return @if;
    }

    /// <summary>The statement that ends each branch, if the chain has an else and each ends in an expression.</summary>
    private static List<ExpressionStatementSyntax>? LastStatements(IfStatementSyntax chain)
    {
        var last = new List<ExpressionStatementSyntax>();
        for (StatementSyntax? branch = chain; branch is not null;)
        {
            if (branch is IfStatementSyntax { Else: { } @else } @if)
            {
                if (Last(@if.Statement) is not { } write)
                {
                    return null;
                }

                last.Add(write);
                branch = @else.Statement;
            }
            else
            {
                if (Last(branch) is not { } write)
                {
                    return null;
                }

                last.Add(write);
                branch = null;
            }
        }

        return last.Count > 1 ? last : null;
    }

    private static ExpressionStatementSyntax? Last(StatementSyntax statement) =>
        (statement is BlockSyntax block ? block.Statements.LastOrDefault() : statement) as ExpressionStatementSyntax;

    /// <summary>
    /// Every read gave a copy of its own. They may become one only if all but one in each branch are compared with null.
    /// </summary>
    private bool AreDistinct() =>
        _move.Type.SpecialType == SpecialType.System_String
        || _reads.Where(static r => !IsNullCheck(r.Call)).GroupBy(r => _writes.FirstOrDefault(w => w.Parent!.Span.Contains(r.Call.Span))).All(static g => g.Key is not null && g.Count() == 1);

    private static bool IsNullCheck(ExpressionSyntax read) => read.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } binary => binary.Right.IsKind(SyntaxKind.NullLiteralExpression),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => true,
        _ => false,
    };

    private bool ServesOnlyTheIf(LocalDeclarationStatementSyntax declaration, ILocalSymbol local)
    {
        SyntaxList<StatementSyntax> statements = Statements.Of(_if.Parent)!.Value;
        return _usage.References(EnclosingFunction.Of(_if)!, local).All(r => _if.Span.Contains(r.Span))
            && statements.Skip(statements.IndexOf(declaration) + 1).TakeWhile(s => s != _if)
                .All(s => !_move.KeyAccesses.Any(a => a.SyntaxTree == s.SyntaxTree && s.Span.Contains(a.Span)));
    }
}
