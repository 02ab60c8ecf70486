using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports an endpoint that lets a user in, or turns one away, by an identity kept in the session (SESS2013).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AuthorizationFromSessionValue() : SessionDiagnosticAnalyzer(SecurityDescriptors.AuthorizationFromSessionValue)
{
    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            var decided = new HashSet<SyntaxNode>();
            foreach (var body in model.GetBodies(tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                foreach (var read in body.Accesses)
                {
                    if (read.Kind == SessionAccessKind.Read
                        && model.IsIdentity(read)
                        && !SignInScope.Of(read.Syntax).IsNamedSignOut
                        && DecisionsOn(read.Syntax).FirstOrDefault(RequestRefusal.DependsOn) is { } refusal
                        && decided.Add(refusal))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.AuthorizationFromSessionValue, read, read.Key.ToString()));
                    }
                }
            }
        });

    /// <summary>The if statements and conditional expressions whose condition contains the read, or the local that it initializes.</summary>
    private static IEnumerable<SyntaxNode> DecisionsOn(SyntaxNode read)
    {
        foreach (var around in read.Ancestors().TakeWhile(static node => node is not BaseMethodDeclarationSyntax))
        {
            if (ConditionOf(around)?.Contains(read) == true)
            {
                yield return around;
            }
        }

        if (read.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { Identifier.ValueText: var local } declarator && SignInScope.Of(declarator).Function is var function && function.Contains(declarator))
        {
            foreach (var decision in function.DescendantNodes())
            {
                if (ConditionOf(decision)?.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == local) == true)
                {
                    yield return decision;
                }
            }
        }
    }

    private static ExpressionSyntax? ConditionOf(SyntaxNode node) => node switch
    {
        IfStatementSyntax statement => statement.Condition,
        ConditionalExpressionSyntax conditional => conditional.Condition,
        _ => null,
    };
}
