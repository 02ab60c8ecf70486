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
    private static readonly ImmutableHashSet<string> SignOutMethods = ["SignOutAsync"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            var syntaxTree = tree.SemanticModel.SyntaxTree;
            var reported = new HashSet<SyntaxNode>();
            foreach (var call in model.AuthenticationCalls(syntaxTree, SignOutMethods, tree.CancellationToken))
            {
                var scope = SignInScope.Of(call);
                if (model.App.UsesSession && !SignInScope.TicketsAreTiedToSession(model.App) && !scope.IsNamedSignIn && !model.EndsSession(scope.Function, tree.CancellationToken) && IsSignOut(scope) && reported.Add(scope.Function))
                {
                    tree.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionNotEndedAtSignOut, call.GetLocation()));
                }
            }

            foreach (var body in model.GetBodies(syntaxTree, tree.CancellationToken))
            {
                foreach (var access in body.Accesses)
                {
                    if (access is { Kind: SessionAccessKind.Remove } or { Kind: SessionAccessKind.Write, ResetsValue: true }
                        && SignInScope.Of(access.Syntax) is { IsNamedSignOut: true } scope
                        && model.IsIdentity(access)
                        && !model.EndsSession(scope.Function, tree.CancellationToken)
                        && reported.Add(scope.Function))
                    {
                        tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.SessionNotEndedAtSignOut, access));
                    }
                }
            }
        });

    /// <summary>Dropping a temporary cookie on the way to a sign-in, or before a redirect to one, ends no session.</summary>
    private static bool IsSignOut(SignInScope scope) => scope.IsNamedSignOut || !scope.HandlesCredential && !scope.Invoked().Any(static name => name.Contains("SignIn"));
}
