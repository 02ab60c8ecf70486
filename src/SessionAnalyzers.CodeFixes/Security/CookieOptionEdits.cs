using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Sets an option of a cookie where the code sets the others.</summary>
internal static class CookieOptionEdits
{
    private const string HttpNamespace = "Microsoft.AspNetCore.Http";

    /// <summary>Replaces what the code sets a member to.</summary>
    /// <returns>What is in the way; null when done.</returns>
    public static Blocker? Replace(FixPlan plan, IEnumerable<AssignmentExpressionSyntax> assignments, string value, SessionModel model)
    {
        foreach (AssignmentExpressionSyntax assignment in assignments)
        {
            if (DocumentOf(plan, assignment) is not { } document)
            {
                return Blocker.At(assignment, "generated code cannot be edited");
            }

            if (plan.Claim(assignment, value))
            {
                DocumentEdits edits = plan.Edits.In(document);
                UseEnum(edits, assignment, value, model);
                edits.Rewrite(assignment.Right, rewritten => SyntaxFactory.ParseExpression(value).WithTriviaFrom(rewritten));
            }
        }

        return null;
    }

    /// <summary>Takes assignments away: members of an initializer, or statements.</summary>
    /// <returns>What is in the way; null when done.</returns>
    public static Blocker? Remove(FixPlan plan, IEnumerable<AssignmentExpressionSyntax> assignments)
    {
        foreach (AssignmentExpressionSyntax assignment in assignments)
        {
            if (DocumentOf(plan, assignment) is not { } document)
            {
                return Blocker.At(assignment, "generated code cannot be edited");
            }

            if (!plan.Claim(assignment, "remove"))
            {
                continue;
            }

            DocumentEdits edits = plan.Edits.In(document);
            switch (assignment.Parent)
            {
                case InitializerExpressionSyntax initializer:
                    var here = new SyntaxAnnotation();
                    edits.Rewrite(assignment, rewritten => rewritten.WithAdditionalAnnotations(here));
                    edits.Rewrite(initializer, rewritten => Initializers.Remove((InitializerExpressionSyntax)rewritten, here));
                    break;
                case ExpressionStatementSyntax { Parent: BlockSyntax } statement:
                    edits.Remove(statement);
                    break;
                default:
                    return Blocker.At(assignment, "the assignment is all there is");
            }
        }

        return null;
    }

    /// <summary>Sets a member of options that are created: in the initializer, or after the assignments that follow it.</summary>
    /// <param name="plan">Takes the edits.</param>
    /// <param name="creation">The creation.</param>
    /// <param name="owner">The member that holds the cookie's builder, <c>Cookie</c>, or null where the creation is of the cookie's options itself.</param>
    /// <param name="member">The member to set.</param>
    /// <param name="value">What to.</param>
    /// <param name="model">The model of the creation's compilation.</param>
    /// <returns>What is in the way; null when done.</returns>
    public static Blocker? AddTo(FixPlan plan, IObjectCreationOperation creation, string? owner, string member, string value, SessionModel model)
    {
        if (creation.Syntax is not BaseObjectCreationExpressionSyntax syntax || DocumentOf(plan, syntax) is not { } document)
        {
            return Blocker.At(creation.Syntax, "generated code cannot be edited");
        }

        if (!plan.Claim(syntax, member))
        {
            return null;
        }

        DocumentEdits edits = plan.Edits.In(document);
        UseEnum(edits, syntax, value, model);
        string set = $"{member} = {value}";
        if (syntax.Initializer is { } initializer)
        {
            InitializerExpressionSyntax? nested = initializer.Expressions
                .OfType<AssignmentExpressionSyntax>()
                .Where(a => a.Left.ToString() == owner)
                .Select(static a => a.Right)
                .OfType<InitializerExpressionSyntax>()
                .FirstOrDefault();
            edits.Rewrite(nested ?? initializer, rewritten => Initializers.Add((InitializerExpressionSyntax)rewritten, nested is null && owner is not null ? $"{owner} = {{ {set} }}" : set));
        }
        else if (LastAssignmentAfter(syntax) is { } last)
        {
            NewStatement.After(edits, last.Statement, $"{last.Variable}.{(owner is null ? "" : owner + ".")}{set};");
        }
        else
        {
            edits.Rewrite(syntax, rewritten => Initializers.AddTo((BaseObjectCreationExpressionSyntax)rewritten, owner is null ? set : $"{owner} = {{ {set} }}"));
        }

        return null;
    }

    /// <summary>Sets a member of the options that a callback configures, after what it sets of the cookie, or at its end.</summary>
    /// <returns>What is in the way; null when done.</returns>
    public static Blocker? AddToCallback(FixPlan plan, IOperation callback, string member, string value, SessionModel model, CancellationToken cancellationToken)
    {
        if (OptionsCallback.Of(callback, cancellationToken) is not { } options || DocumentOf(plan, options.Function) is not { } document)
        {
            return Blocker.At(callback.Syntax, "the callback cannot be edited");
        }

        if (!plan.Claim(options.Function, member))
        {
            return null;
        }

        DocumentEdits edits = plan.Edits.In(document);
        UseEnum(edits, options.Function, value, model);
        StatementSyntax? lastOfCookie = options.Statements.LastOrDefault(s => Assigned(s)?.ToString().StartsWith(options.Options + ".Cookie.", StringComparison.Ordinal) == true);
        return options.Add(edits, [$"Cookie.{member} = {value}"], lastOfCookie);
    }

    /// <summary>Makes sure that the enum a value belongs to, and cookie options, can be named.</summary>
    public static void UseType(DocumentEdits edits, SyntaxNode place, string type, SessionModel model)
    {
        if (model.GetSemanticModel(place.SyntaxTree) is { } semanticModel)
        {
            TypeNames.Use(edits, semanticModel, place.SpanStart, HttpNamespace, type);
        }
    }

    /// <summary>Makes sure that the enum a value belongs to can be named.</summary>
    public static void UseEnum(DocumentEdits edits, SyntaxNode place, string value, SessionModel model)
    {
        if (value.IndexOf('.') is > 0 and var dot)
        {
            UseType(edits, place, value.Substring(0, dot), model);
        }
    }

    private static Document? DocumentOf(FixPlan plan, SyntaxNode node) =>
        plan.Edits.Original.GetDocument(node.SyntaxTree) is { } document and not SourceGeneratedDocument ? document : null;

    /// <summary>The last of the assignments to members of a new object that follow the declaration of its variable at once.</summary>
    private static (StatementSyntax Statement, string Variable)? LastAssignmentAfter(BaseObjectCreationExpressionSyntax creation)
    {
        if (creation.Parent is not EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax declaration } variable }
            || Statements.Of(declaration.Parent) is not { } statements)
        {
            return null;
        }

        string name = variable.Identifier.Text;
        StatementSyntax? last = statements
            .Skip(statements.IndexOf(declaration) + 1)
            .TakeWhile(s => Assigned(s) is { } target && target.ToString().StartsWith(name + ".", StringComparison.Ordinal))
            .LastOrDefault();
        return last is null ? null : (last, name);
    }

    private static ExpressionSyntax? Assigned(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment } ? assignment.Left : null;
}
