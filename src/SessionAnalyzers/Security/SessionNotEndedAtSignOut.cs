using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a sign-out that leaves the session and what it holds (SESS2002).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionNotEndedAtSignOut() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionNotEndedAtSignOut)
{
    private const string SignOutResult = "SignOutResult";

    private static readonly ImmutableHashSet<string> SignOutMethods = ["SignOutAsync", "SignOut"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            var syntaxTree = tree.SemanticModel.SyntaxTree;
            var reported = new HashSet<SyntaxNode>();
            foreach (var signOut in SignOuts(model, tree.SemanticModel, tree.CancellationToken))
            {
                var scope = SignInScope.Of(signOut);
                if (model.App.UsesSession && !SignInScope.TicketsAreTiedToSession(model.App) && !scope.IsNamedSignIn && !model.EndsSession(scope, signOut, tree.CancellationToken) && IsSignOut(scope) && reported.Add(scope.Function))
                {
                    tree.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionNotEndedAtSignOut, signOut.GetLocation()));
                }
            }

            foreach (var body in model.GetBodies(syntaxTree, tree.CancellationToken))
            {
                foreach (var access in body.Accesses)
                {
                    if (access is { Kind: SessionAccessKind.Remove } or { Kind: SessionAccessKind.Write, ResetsValue: true }
                        && SignInScope.Of(access.Syntax) is { IsNamedSignOut: true } scope
                        && model.IsIdentity(access)
                        && !model.EndsSession(scope, access.Syntax, tree.CancellationToken)
                        && reported.Add(scope.Function))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.SessionNotEndedAtSignOut, access));
                    }
                }
            }
        });

    /// <summary>The calls that sign out, and the results that do when they are executed.</summary>
    private static IEnumerable<ExpressionSyntax> SignOuts(SessionModel model, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        IEnumerable<ExpressionSyntax> calls = model.AuthenticationCalls(semanticModel.SyntaxTree, SignOutMethods, cancellationToken);
        return !SyntaxUnit.NamesIn(semanticModel.SyntaxTree).Calls(SignOutResult) ? calls : calls.Concat(
            semanticModel.SyntaxTree.GetRoot(cancellationToken).DescendantNodes().OfType<ObjectCreationExpressionSyntax>()
                .Where(creation => creation.Type.ToString().EndsWith(SignOutResult, StringComparison.Ordinal)
                    && !creation.ToString().Contains("External")
                    && semanticModel.GetTypeInfo(creation, cancellationToken).Type is { Name: SignOutResult, ContainingNamespace.Name: "Mvc" }));
    }

    /// <summary>Dropping a temporary cookie on the way to a sign-in, or before a redirect to one, ends no session.</summary>
    private static bool IsSignOut(SignInScope scope) => scope.IsNamedSignOut || !scope.HandlesCredential && !scope.Invoked().Any(static name => name.Contains("SignIn"));
}
