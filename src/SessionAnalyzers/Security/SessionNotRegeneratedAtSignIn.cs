using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports a sign-in that keeps the session id: an identity written to the session, or an authentication sign-in in an app that uses sessions (SESS2001).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionNotRegeneratedAtSignIn() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionNotRegeneratedAtSignIn)
{
    private static readonly ImmutableHashSet<string> SignInMethods =
    [
        "SignInAsync", "PasswordSignInAsync", "ExternalLoginSignInAsync", "TwoFactorSignInAsync", "TwoFactorAuthenticatorSignInAsync", "TwoFactorRecoveryCodeSignInAsync", "SignInWithClaimsAsync",
    ];

    /// <summary>Those that check a credential: whoever calls them signs somebody in, whatever the function is called.</summary>
    private static readonly ImmutableHashSet<string> CredentialChecks = SignInMethods.Except(["SignInAsync", "SignInWithClaimsAsync"]);

    /// <summary>What a signed-in user changes of the own account, after which the ticket is issued anew.</summary>
    private static readonly ImmutableHashSet<string> AccountChanges =
    [
        "ChangePasswordAsync", "AddPasswordAsync", "RemovePasswordAsync", "ChangeEmailAsync", "SetEmailAsync", "SetUserNameAsync", "ChangePhoneNumberAsync", "SetPhoneNumberAsync", "RemoveLoginAsync", "SetTwoFactorEnabledAsync",
    ];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            var reported = new HashSet<SyntaxNode>();
            foreach (var write in IdentityWrites(model, tree.SemanticModel.SyntaxTree, tree.CancellationToken))
            {
                reported.Add(SignInScope.Of(write.Syntax).Function);
                tree.ReportDiagnostic(DiagnosticFactory.Create(SecurityDescriptors.SessionNotRegeneratedAtSignIn, write, "'" + write.Key + "' is written at sign-in"));
            }

            foreach (var call in model.AuthenticationCalls(tree.SemanticModel.SyntaxTree, SignInMethods, tree.CancellationToken))
            {
                var scope = SignInScope.Of(call);
                if (model.App.UsesSession && !SignInScope.TicketsAreTiedToSession(model.App) && SignsIn(call, scope) && !model.Regenerates(scope, call, tree.CancellationToken) && reported.Add(scope.Function))
                {
                    tree.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionNotRegeneratedAtSignIn, call.GetLocation(), "The user is signed in"));
                }
            }
        });

    private static bool SignsIn(InvocationExpressionSyntax call, SignInScope scope)
        => SignInScope.NameOf(call) is { } name && CredentialChecks.Contains(name) ? !scope.IsNamedSignOut
            : scope.SignsIn && (scope.IsNamedSignIn || !scope.Invoked().Any(AccountChanges.Contains));

    /// <summary>The first write of an identity on each way through a function that signs in.</summary>
    internal static IEnumerable<SessionAccess> IdentityWrites(SessionModel model, SyntaxTree tree, CancellationToken cancellationToken)
    {
        foreach (var body in model.GetBodies(tree, cancellationToken))
        {
            var firsts = new List<SyntaxNode>();
            foreach (var write in body.Accesses)
            {
                if (write is { Kind: SessionAccessKind.Write, ResetsValue: false }
                    && model.IsIdentity(write)
                    && SignInScope.Of(write.Syntax) is { SignsIn: true } scope
                    && !model.Regenerates(scope, write.Syntax, cancellationToken)
                    && IsTheSignInItself(write)
                    && !(SignInScope.TicketsAreTiedToSession(model.App) && scope.Invoked().Any(SignInMethods.Contains))
                    && (scope.IsNamedSignIn || !ReadsIdentity(body, scope, model))
                    && !firsts.Any(first => first.Contains(write.Syntax)))
                {
                    firsts.Add(write.Syntax.FirstAncestorOrSelf<BlockSyntax>() ?? scope.Function);
                    yield return write;
                }
            }
        }
    }

    /// <summary>A helper that signs in by itself is its own finding.</summary>
    private static bool IsTheSignInItself(SessionAccess write) => write.IsKeySite || !SignInScope.Of(write.KeySite.Syntax).SignsIn;

    /// <summary>A function that starts from the identity in the session refreshes it.</summary>
    private static bool ReadsIdentity(SessionBody body, SignInScope scope, SessionModel model)
        => body.Accesses.Any(access => access.Kind == SessionAccessKind.Read && model.IsIdentity(access) && SignInScope.Of(access.Syntax).Function == scope.Function);
}
