using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>
/// Answers a request whose session value is absent as the class does elsewhere; where it shows no answer, and the value is
/// nobody's identity, goes on with its default (SESS3013).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionValueAssumedPresentCodeFix)), Shared]
public sealed class SessionValueAssumedPresentCodeFix() : PlannedCodeFixProvider("SESS3013")
{
    internal override string Title(Diagnostic diagnostic) => Remedy(diagnostic) == SessionValueAssumedPresent.Answer
        ? "Return early when the session has expired, as elsewhere in the class"
        : "Use the default when the session has expired";

    private protected override string Intent(Diagnostic diagnostic) => Remedy(diagnostic) == SessionValueAssumedPresent.Answer ? "Return" : "Default";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        (SessionModel model, SemanticModel semanticModel) = (finding.Model, finding.SemanticModel);
        if (model.GetBodies(finding.Root.SyntaxTree, cancellationToken)
                .SelectMany(b => PresenceAssumption.In(b, semanticModel, cancellationToken))
                .FirstOrDefault(a => a.Syntax.Span == finding.Span) is not { } assumption)
        {
            return Blocker.OfAnotherSource;
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        return Remedy(finding.Diagnostic) switch
        {
            SessionValueAssumedPresent.Answer when NoSessionAnswer.For(assumption.Read, model, cancellationToken) is { } answer => Return(edits, assumption, answer.WithoutTrivia().ToString(), semanticModel),
            SessionValueAssumedPresent.Default => UseDefault(edits, assumption, semanticModel, cancellationToken),
            _ => Blocker.At(assumption.Syntax, "what to do without the value cannot be seen"),
        };
    }

    private static string? Remedy(Diagnostic diagnostic) => diagnostic.Properties[SessionValueAssumedPresent.RemedyProperty];

    private static Blocker? Return(DocumentEdits edits, PresenceAssumption assumption, string answer, SemanticModel semanticModel)
    {
        // Who needs no value must not be turned away for the lack of one.
        if (Statements.Containing(assumption.Syntax) is not { Parent: BlockSyntax } statement || !Statements.AlwaysEvaluates(statement, assumption.Syntax))
        {
            return Blocker.At(assumption.Syntax, "not every way needs the value");
        }

        if (assumption.Local is { Parent.Parent: LocalDeclarationStatementSyntax { Parent: BlockSyntax block } declaration } local)
        {
            if (statement.Parent != block
                || block.Statements.Skip(block.Statements.IndexOf(declaration) + 1).TakeWhile(s => s != statement).Any(s => Statements.MayLeave(s, semanticModel)))
            {
                return Blocker.At(assumption.Syntax, "not every way needs the value");
            }

            NewStatement.After(edits, declaration, If($"{local.Identifier.ValueText} is null", answer, Indentation.Of(declaration)), isParagraph: true);
            return null;
        }

        if (assumption.Local is not null || EnclosingFunction.Of(statement) != EnclosingFunction.Of(assumption.Syntax))
        {
            return Blocker.At(assumption.Syntax, "there is no statement to return before");
        }

        string indentation = Indentation.Of(statement);
        if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: var value } variable] } && value == assumption.Syntax)
        {
            // The local that is declared here is declared by the check.
            string check = If(Check(assumption, variable.Identifier.ValueText), answer, indentation);
            bool addsBlankLine = NewStatement.IsFollowedAtOnce(statement);
            edits.Rewrite(statement, rewritten =>
            {
                StatementSyntax branch = SyntaxFactory.ParseStatement(check).WithTriviaFrom(rewritten);
                return addsBlankLine && branch.GetTrailingTrivia().LastOrDefault().IsKind(SyntaxKind.EndOfLineTrivia)
                    ? branch.WithTrailingTrivia(branch.GetTrailingTrivia().Add(SyntaxFactory.LineFeed))
                    : branch;
            });
            return null;
        }

        string name = NameFor(assumption.Read.Key);
        if (SignInScope.Of(assumption.Syntax).Function.DescendantTokens().Any(t => t.IsKind(SyntaxKind.IdentifierToken) && t.ValueText == name))
        {
            return Blocker.At(assumption.Syntax, $"the name '{name}' is in use");
        }

        if (NewStatement.Before(edits, assumption.Syntax, If(Check(assumption, name), answer, indentation), isParagraph: true) is { } blocker)
        {
            return blocker;
        }

        ExpressionSyntax checkedPart = assumption.Form[0] == '.' && assumption.Form != ".Value" ? Value(assumption) : assumption.Syntax;
        edits.Rewrite(checkedPart, rewritten => SyntaxFactory.IdentifierName(name).WithTriviaFrom(rewritten));
        return null;
    }

    /// <summary>A condition that holds where the value is absent, and declares a variable for it otherwise.</summary>
    private static string Check(PresenceAssumption assumption, string name)
    {
        if (assumption.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Parse", Expression: var type }, ArgumentList.Arguments: [{ Expression: var text }] })
        {
            while (text is PostfixUnaryExpressionSyntax suppression)
            {
                text = suppression.Operand;
            }

            return $"!{type.WithoutTrivia()}.TryParse({text.WithoutTrivia()}, out var {name})";
        }

        return $"{Value(assumption).WithoutTrivia()} is not {{ }} {name}";
    }

    /// <summary>The read of the value, without what takes it for granted.</summary>
    private static ExpressionSyntax Value(PresenceAssumption assumption)
    {
        var read = (ExpressionSyntax)assumption.Read.Syntax;
        return read.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == read ? conditional : read;
    }

    private static string If(string condition, string answer, string indentation) =>
        $"if ({condition})\n{indentation}{{\n{Indentation.Deeper(indentation)}return {answer};\n{indentation}}}";

    private static string NameFor(SessionKey key)
    {
        string name = new([.. key.ToString().SkipWhile(static c => !char.IsLetter(c)).Where(static c => char.IsLetterOrDigit(c) || c == '_')]);
        name = name.Length == 0 ? "sessionValue" : char.ToLowerInvariant(name[0]) + name.Substring(1);
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }

    private static Blocker? UseDefault(DocumentEdits edits, PresenceAssumption assumption, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (assumption.Local is not null || assumption.Form != ".Value" && !assumption.Form.StartsWith("the cast", StringComparison.Ordinal)
            || semanticModel.GetTypeInfo(assumption.Syntax, cancellationToken).Type?.SpecialType != SpecialType.System_Int32)
        {
            return Blocker.At(assumption.Syntax, "the value has no obvious default");
        }

        bool needsNone = assumption.Syntax.Parent is ParenthesizedExpressionSyntax or EqualsValueClauseSyntax or ArgumentSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or AssignmentExpressionSyntax;
        string value = $"{Value(assumption).WithoutTrivia()} ?? 0";
        edits.Rewrite(assumption.Syntax, rewritten => SyntaxFactory.ParseExpression(needsNone ? value : $"({value})").WithTriviaFrom(rewritten));
        return null;
    }
}
