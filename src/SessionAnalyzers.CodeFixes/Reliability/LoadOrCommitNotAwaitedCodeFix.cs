using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Awaits the call; the methods around it become async (SESS3004).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoadOrCommitNotAwaitedCodeFix)), Shared]
public sealed class LoadOrCommitNotAwaitedCodeFix() : PlannedCodeFixProvider("SESS3004")
{
    internal override string Title(Diagnostic diagnostic) => "Await the call";

    private protected override string Intent(Diagnostic diagnostic) => "Await";

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        if (finding.Node is not InvocationExpressionSyntax call)
        {
            return new Blocker("the session may be absent, and a task that is null cannot be awaited", finding.Diagnostic.Location);
        }

        if (Statement(call) is not { } whole)
        {
            return Blocker.At(call, "the task is kept");
        }

        if (await plan.Propagation.AwaitAtAsync(finding.Document, call, cancellationToken).ConfigureAwait(false) is { } blocker)
        {
            return blocker;
        }

        plan.Edits.In(finding.Document).Rewrite(whole, rewritten => SyntaxFactory.AwaitExpression(
                SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), Call(rewritten, call).WithoutTrivia())
            .WithTriviaFrom(rewritten));
        return null;
    }

    /// <summary>The expression that is a statement, or the body of a lambda that returns nothing, and whose value is the call's task or comes of waiting for it.</summary>
    private static ExpressionSyntax? Statement(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        while (whole.Parent is ExpressionSyntax outer)
        {
            bool isWait = outer is ParenthesizedExpressionSyntax
                || outer is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Wait" or "GetAwaiter" or "GetResult" or "ConfigureAwait" or "AsTask" }
                || outer is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 }
                || outer is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } }
                || outer is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } };
            if (!isWait)
            {
                return null;
            }

            whole = outer;
        }

        return whole.Parent is ExpressionStatementSyntax or ArrowExpressionClauseSyntax ? whole : null;
    }

    /// <summary>The call inside of the rewritten expression, which has its shape.</summary>
    private static ExpressionSyntax Call(SyntaxNode rewritten, InvocationExpressionSyntax call) =>
        rewritten.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().First(i => SignInScope.NameOf(i) == SignInScope.NameOf(call));
}
