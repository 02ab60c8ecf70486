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
            var renewals = new SessionRenewals(model, tree.CancellationToken);
            var reported = new List<SyntaxNode>();
            foreach (var call in SignOuts(model, tree.SemanticModel, tree.CancellationToken))
            {
                var scope = SignInScope.Of(call);
                if (model.App.UsesSession
                    && !SignInScope.TicketsAreTiedToSession(model.App)
                    && IsSignOut(scope, model, tree.CancellationToken)
                    && renewals.LeaveOutEnd(scope, call, reported))
                {
                    reported.Add(call);
                    tree.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionNotEndedAtSignOut, call.GetLocation()));
                }
            }

            var signOuts = reported.Select(static call => SignInScope.Of(call).Function).ToList();
            foreach (var body in model.GetBodies(syntaxTree, tree.CancellationToken))
            {
                foreach (var access in body.Accesses)
                {
                    if (Forgets(access)
                        && model.IsIdentity(access)
                        && SignInScope.Of(access.Syntax) is var scope
                        && !signOuts.Contains(scope.Function)
                        && (scope.IsNamedSignOut || SignsOut(scope, body, model, tree.CancellationToken))
                        && renewals.LeaveOutEnd(scope, access.Syntax, reported))
                    {
                        reported.Add(access.Syntax);
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

    private static bool Forgets(SessionAccess access) => access is { Kind: SessionAccessKind.Remove } or { Kind: SessionAccessKind.Write, ResetsValue: true };

    /// <summary>Dropping a temporary cookie on the way to a sign-in, or before a redirect to one, ends no session.</summary>
    private static bool IsSignOut(SignInScope scope, SessionModel model, CancellationToken cancellationToken)
        => scope.IsNamedSignOut
            || !scope.IsNamedSignIn
                && !scope.Invoked().Any(static name => name.Contains("SignIn") || name is "AuthenticateAsync" or "GetExternalLoginInfoAsync")
                && !(scope.HandlesCredential && IdentitiesIn(scope, model.GetBodies(scope.Function.SyntaxTree, cancellationToken), model).Any(static access => access.Kind == SessionAccessKind.Write && !access.ResetsValue));

    /// <summary>Whether a function signs out whatever it is called: all it does to the user's keys is to forget two or more of them.</summary>
    private static bool SignsOut(SignInScope scope, SessionBody body, SessionModel model, CancellationToken cancellationToken)
    {
        var identities = IdentitiesIn(scope, [body], model).Where(static access => access.Kind is SessionAccessKind.Write or SessionAccessKind.Remove).ToList();
        return identities.TrueForAll(Forgets) && identities.Select(static access => access.Key).Distinct().Skip(1).Any() && !model.SignsIn(scope, cancellationToken);
    }

    private static IEnumerable<SessionAccess> IdentitiesIn(SignInScope scope, IEnumerable<SessionBody> bodies, SessionModel model)
        => bodies.SelectMany(static body => body.Accesses).Where(access => model.IsIdentity(access) && SignInScope.Of(access.Syntax).Function == scope.Function);
}
