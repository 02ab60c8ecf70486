using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Writes the changed object back, with the counterpart of what read it (SESS3001).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MutationNotWrittenBackCodeFix)), Shared]
public sealed class MutationNotWrittenBackCodeFix() : PlannedCodeFixProvider("SESS3001")
{
    internal override string Title(Diagnostic diagnostic) => "Write the object back to the session";

    private protected override string Intent(Diagnostic diagnostic) => "WriteBack";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        (SessionModel model, SemanticModel semanticModel) = (finding.Model, finding.SemanticModel);
        if (finding.Diagnostic.AdditionalLocations is not [var readLocation]
            || Read(model, finding.Root.SyntaxTree, readLocation, cancellationToken) is not { } read
            || new SessionObjects(model, cancellationToken).UsesOf(read) is not { } uses)
        {
            return Blocker.OfAnotherSource;
        }

        if (new WriteBack(model, semanticModel, cancellationToken).CounterpartOf(read) is not { } counterpart)
        {
            return Blocker.At(read.Syntax, "nothing is known that writes what it reads");
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        if (LocalOf(read.Syntax, semanticModel, cancellationToken) is { } variable)
        {
            if (LastChange(variable, uses, semanticModel) is not { } last)
            {
                return Blocker.At(read.Syntax, "there is no one place after all changes");
            }

            if (MayBeNull(variable, last, semanticModel, cancellationToken))
            {
                return Blocker.At(read.Syntax, "there may be no object");
            }

            NewStatement.After(edits, last, counterpart(variable.Identifier.ValueText));
            return null;
        }

        return Name(edits, read, uses, counterpart, semanticModel);
    }

    private static SessionAccess? Read(SessionModel model, SyntaxTree tree, Location location, CancellationToken cancellationToken) =>
        model.GetBodies(tree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .FirstOrDefault(a => a.Kind == SessionAccessKind.Read && a.Location.SourceSpan == location.SourceSpan && new SessionObjects(model, cancellationToken).UsesOf(a) is not null);

    /// <summary>The variable that is declared to hold the object.</summary>
    private static VariableDeclaratorSyntax? LocalOf(SyntaxNode read, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        VariableDeclaratorSyntax? declarator = read.FirstAncestorOrSelf<VariableDeclaratorSyntax>();
        if (declarator?.Parent?.Parent is not LocalDeclarationStatementSyntax || semanticModel.GetDeclaredSymbol(declarator, cancellationToken) is not ILocalSymbol local)
        {
            return null;
        }

        if (ObjectTracker.IsChangeable(local.Type))
        {
            return IsWhole(read, declarator) ? declarator : null;
        }

        // The text is in a local of its own, and what is deserialised from it in another.
        return declarator.FirstAncestorOrSelf<BlockSyntax>()?.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(c => c.ArgumentList.Arguments.Any(a => a.Expression is IdentifierNameSyntax { Identifier.ValueText: var name } && name == local.Name)
                && semanticModel.GetOperation(c, cancellationToken) is IInvocationOperation call && JsonWrapper.Deserializer(call) is not null)
            .Select(static c => (Call: c, Declarator: c.FirstAncestorOrSelf<VariableDeclaratorSyntax>()))
            .FirstOrDefault(static c => c.Declarator is { Parent.Parent: LocalDeclarationStatementSyntax } && IsWhole(c.Call, c.Declarator))
            .Declarator;
    }

    /// <summary>Whether a variable holds all that an expression returns, and not a part of it.</summary>
    private static bool IsWhole(SyntaxNode expression, VariableDeclaratorSyntax declarator)
    {
        for (SyntaxNode? node = expression.Parent; node is not null && node != declarator.Initializer; node = node.Parent)
        {
            bool passes = node is ParenthesizedExpressionSyntax or CastExpressionSyntax or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalExpressionSyntax or ArgumentListSyntax or ArgumentSyntax or InvocationExpressionSyntax
                || node is BinaryExpressionSyntax { OperatorToken.ValueText: "??" or "as" };
            if (!passes)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The statement after which all changes have been made, in the scope of the variable.</summary>
    private static StatementSyntax? LastChange(VariableDeclaratorSyntax variable, ObjectUses uses, SemanticModel semanticModel)
    {
        SyntaxNode function = EnclosingFunction.Of(variable)!;
        List<StatementSyntax> changes = [.. uses.Changes.Select(c => StatementIn(c.Syntax, function)).OfType<StatementSyntax>()];
        if (changes.Count < uses.Changes.Count || changes.Select(static s => s.Parent).Distinct().Count() != 1)
        {
            return null;
        }

        StatementSyntax first = changes[0];
        StatementSyntax last = changes[0];
        foreach (StatementSyntax change in changes)
        {
            first = change.SpanStart < first.SpanStart ? change : first;
            last = change.SpanStart > last.SpanStart ? change : last;
        }

        while (Loop(last) is { } loop && Statements.Of(loop.Parent) is not null && !loop.Contains(variable))
        {
            first = last = loop;
        }

        return Statements.Of(last.Parent) is { } statements
            && statements.Skip(statements.IndexOf(first)).Take(statements.IndexOf(last) - statements.IndexOf(first) + 1).All(s => !Statements.MayLeave(s, semanticModel))
                ? last
                : null;
    }

    private static StatementSyntax? StatementIn(SyntaxNode change, SyntaxNode function)
    {
        StatementSyntax? statement = Statements.Containing(change);
        while (statement is not null && EnclosingFunction.Of(statement) is { } inner && inner != function)
        {
            statement = Statements.Containing(inner);
        }

        return statement;
    }

    private static StatementSyntax? Loop(StatementSyntax statement) =>
        (statement.Parent is BlockSyntax block ? block.Parent : statement.Parent) is StatementSyntax and (ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax) and var loop
            ? (StatementSyntax)loop
            : null;

    private static bool MayBeNull(VariableDeclaratorSyntax variable, StatementSyntax last, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        IdentifierNameSyntax? use = EnclosingFunction.Of(variable)!.DescendantNodes().OfType<IdentifierNameSyntax>()
            .LastOrDefault(i => i.Identifier.ValueText == variable.Identifier.ValueText && i.Span.End <= last.Span.End && i.Parent is not AssignmentExpressionSyntax);
        return use is null
            || use.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() is { } conditional && conditional.Expression == use
            || semanticModel.GetTypeInfo(use, cancellationToken).Nullability.FlowState == NullableFlowState.MaybeNull;
    }

    /// <summary><c>Cart.Add(x)</c>: gives the object a name, to change it and write it back.</summary>
    private static Blocker? Name(DocumentEdits edits, SessionAccess read, ObjectUses uses, Func<string, string> counterpart, SemanticModel semanticModel)
    {
        if (uses.Changes is not [var change]
            || Statements.Containing(change.Syntax) is not ExpressionStatementSyntax { Expression: var expression } statement || expression != change.Syntax
            || Statements.Of(statement.Parent) is null
            || read.Syntax is not ExpressionSyntax source || !statement.Contains(source) || !statement.SpanStart.Equals(source.SpanStart)
            || source.Parent is not MemberAccessExpressionSyntax)
        {
            return Blocker.At(read.Syntax, "the object has no name");
        }

        string name = NewName(read.Wrapper?.AssociatedSymbol?.Name ?? "value", statement, semanticModel);
        NewStatement.After(edits, statement, counterpart(name));
        edits.Rewrite(source, rewritten => SyntaxFactory.IdentifierName(name).WithTriviaFrom(rewritten));
        return NewStatement.Before(edits, statement, $"var {name} = {source.WithoutTrivia()};");
    }

    private static string NewName(string member, SyntaxNode place, SemanticModel semanticModel)
    {
        string name = char.ToLowerInvariant(member[0]) + member.Substring(1);
        return semanticModel.LookupSymbols(place.SpanStart, name: name).IsEmpty && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : name + "Changed";
    }
}
