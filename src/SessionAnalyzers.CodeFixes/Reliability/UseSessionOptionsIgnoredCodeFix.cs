using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Moves the options of <c>UseSession</c> to the callback of <c>AddSession</c>, where they win over those set there (SESS3015).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSessionOptionsIgnoredCodeFix)), Shared]
public sealed class UseSessionOptionsIgnoredCodeFix() : PlannedCodeFixProvider("SESS3015")
{
    internal override string Title(Diagnostic diagnostic) => "Set these options in AddSession";

    private protected override string Intent(Diagnostic diagnostic) => "Merge";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        SessionModel model = finding.Model;
        if (finding.Node is not ExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } } } argument
            || finding.SemanticModel.GetOperation(call, cancellationToken) is not IInvocationOperation use
            || model.App.SessionSetup.ReplacedBy(use, cancellationToken) is not { } replaced)
        {
            return Blocker.OfAnotherSource;
        }

        if (argument is not BaseObjectCreationExpressionSyntax { ArgumentList: null or { Arguments.Count: 0 } } creation)
        {
            return Blocker.At(argument, "the options may be used elsewhere too");
        }

        if (call.ArgumentList.DescendantTrivia().Any(static t => !Trivia.IsBlank(t)))
        {
            return Blocker.At(call.ArgumentList, "a comment would be lost");
        }

        if (MembersOf(creation.Initializer) is not { } members)
        {
            return Blocker.At(creation, "what the options set cannot be moved one by one");
        }

        if (members.Count > 0 && (replaced is not [var registration] ? Blocker.At(call, "there is not one AddSession to move to") : Set(plan, registration, members, model, cancellationToken)) is { } blocker)
        {
            return blocker;
        }

        if (plan.Claim(call, "Merge"))
        {
            plan.Edits.In(finding.Document).Rewrite(argument.Parent!.Parent!, static list => ((ArgumentListSyntax)list).WithArguments(default));
        }

        return null;
    }

    /// <summary>What an initializer sets, by name, such as <c>Cookie.Name</c>; null where it replaces the cookie's builder.</summary>
    private static List<(string Member, ExpressionSyntax Value)>? MembersOf(InitializerExpressionSyntax? initializer)
    {
        var members = new List<(string Member, ExpressionSyntax Value)>();
        foreach (ExpressionSyntax expression in initializer?.Expressions ?? [])
        {
            switch (expression)
            {
                case AssignmentExpressionSyntax { Left: var cookie, Right: InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression } nested }:
                    if (MembersOf(nested) is not { } inner)
                    {
                        return null;
                    }

                    members.AddRange(inner.Select(m => ($"{cookie}.{m.Member}", m.Value)));
                    break;
                case AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: not "Cookie" } member, Right: not InitializerExpressionSyntax and var value } when !value.ToString().Contains('\n'):
                    members.Add((member.Identifier.ValueText, value));
                    break;
                default:
                    return null;
            }
        }

        return members;
    }

    private static Blocker? Set(FixPlan plan, IInvocationOperation registration, List<(string Member, ExpressionSyntax Value)> members, SessionModel model, CancellationToken cancellationToken)
    {
        if (SessionSetup.OptionsOf(registration) is not { } callback || OptionsCallback.Of(callback, cancellationToken) is not { } options
            || plan.Edits.Original.GetDocument(options.Function.SyntaxTree) is not { } target || target is SourceGeneratedDocument)
        {
            return Blocker.At(registration.Syntax, "the callback of AddSession cannot be edited");
        }

        SemanticModel there = model.GetSemanticModel(options.Function.SyntaxTree)!;
        DocumentEdits edits = plan.Edits.In(target);
        var added = new List<string>();
        foreach ((string member, ExpressionSyntax value) in members)
        {
            if (!MeansTheSame(value, model.GetSemanticModel(value.SyntaxTree)!, there, options.Function.SpanStart, cancellationToken))
            {
                return Blocker.At(value, "the value is not at hand where AddSession is called");
            }

            if (!plan.Claim(options.Function, member))
            {
                return Blocker.At(value, "two calls of UseSession set it");
            }

            List<ExpressionSyntax> present = [.. options.Statements
                .OfType<ExpressionStatementSyntax>()
                .Select(static s => s.Expression)
                .Append((options.Function as LambdaExpressionSyntax)?.ExpressionBody)
                .OfType<AssignmentExpressionSyntax>()
                .Where(a => options.IsMember(a.Left, member))
                .Select(static a => a.Right)];
            if (present is [var only])
            {
                edits.Rewrite(only, rewritten => value.WithoutTrivia().WithTriviaFrom(rewritten));
            }
            else
            {
                added.Add($"{member} = {value}");
            }
        }

        return added.Count == 0 ? null : options.Add(edits, added);
    }

    /// <summary>Whether every name in an expression stands for the same symbol in another place.</summary>
    private static bool MeansTheSame(ExpressionSyntax value, SemanticModel here, SemanticModel there, int position, CancellationToken cancellationToken) =>
        !value.DescendantNodesAndSelf().Any(static n => n is AnonymousFunctionExpressionSyntax or AwaitExpressionSyntax or DeclarationExpressionSyntax)
        && value.DescendantNodesAndSelf()
            .OfType<SimpleNameSyntax>()
            .Where(static n => !(n.Parent is MemberAccessExpressionSyntax member && member.Name == n || n.Parent is QualifiedNameSyntax qualified && qualified.Right == n))
            .All(n => here.GetSymbolInfo(n, cancellationToken).Symbol is { } symbol
                && there.LookupSymbols(position, name: n.Identifier.ValueText).Any(s => SymbolEqualityComparer.Default.Equals(s, symbol)));
}
