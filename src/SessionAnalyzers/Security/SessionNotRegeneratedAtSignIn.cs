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
    /// <summary>What signs in wherever it is called. SignInAsync signs in again, too, after a change.</summary>
    private static readonly ImmutableHashSet<string> SignIns =
    [
        "PasswordSignInAsync", "ExternalLoginSignInAsync", "PasskeySignInAsync",
        "TwoFactorSignInAsync", "TwoFactorAuthenticatorSignInAsync", "TwoFactorRecoveryCodeSignInAsync",
    ];

    private static readonly ImmutableHashSet<string> SignInMethods = SignIns.Union(["SignInAsync", "SignInWithClaimsAsync"]);

    /// <summary>What a signed-in user changes of the own account, after which the ticket is issued anew.</summary>
    private static readonly ImmutableHashSet<string> AccountChanges =
    [
        "ChangePasswordAsync", "AddPasswordAsync", "RemovePasswordAsync", "ChangeEmailAsync", "SetEmailAsync", "SetUserNameAsync", "ChangePhoneNumberAsync", "SetPhoneNumberAsync", "RemoveLoginAsync", "SetTwoFactorEnabledAsync",
    ];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterTree(context, model, tree =>
        {
            foreach (var (place, write) in PlacesIn(tree.SemanticModel.SyntaxTree, model, tree.CancellationToken))
            {
                tree.ReportDiagnostic(write is null
                    ? Diagnostic.Create(SecurityDescriptors.SessionNotRegeneratedAtSignIn, place.GetLocation(), "The user is signed in")
                    : DiagnosticFactory.Create(SecurityDescriptors.SessionNotRegeneratedAtSignIn, write, "'" + write.Key + "' is written at sign-in"));
            }
        });

    /// <summary>The first on each way through a function that signs in: the writes of an identity, or where there is none the sign-ins of authentication.</summary>
    internal static IEnumerable<(SyntaxNode Place, SessionAccess? Write)> PlacesIn(SyntaxTree tree, SessionModel model, CancellationToken cancellationToken)
    {
        var renewals = new SessionRenewals(model, cancellationToken);
        var reported = new HashSet<SyntaxNode>();
        foreach (var body in model.GetBodies(tree, cancellationToken))
        {
            var places = new List<SyntaxNode>();
            foreach (var write in body.Accesses)
            {
                if (write is { Kind: SessionAccessKind.Write, ResetsValue: false }
                    && model.IsIdentity(write)
                    && SignInScope.Of(write.Syntax) is var scope
                    && model.SignsIn(scope, cancellationToken)
                    && IsTheSignInItself(write, model, cancellationToken)
                    && !(SignInScope.TicketsAreTiedToSession(model.App) && scope.Invoked().Any(SignInMethods.Contains))
                    && (scope.IsNamedSignIn || !ReadsIdentity(body, scope, model))
                    && renewals.LeaveOutRegeneration(scope, write.Syntax, places))
                {
                    places.Add(write.Syntax);
                    reported.Add(scope.Function);
                    yield return (write.Syntax, write);
                }
            }
        }

        if (SignInScope.TicketsAreTiedToSession(model.App))
        {
            yield break;
        }

        var calls = new List<SyntaxNode>();
        foreach (var call in model.AuthenticationCalls(tree, SignInMethods, cancellationToken))
        {
            var scope = SignInScope.Of(call);
            if (model.App.UsesSession
                && !reported.Contains(scope.Function)
                && (scope.IsNamedSignIn || !scope.IsNamedSignOut && (SignIns.Contains(SignInScope.NameOf(call)!) || scope.HandlesCredential && !scope.Invoked().Any(AccountChanges.Contains)))
                && renewals.LeaveOutRegeneration(scope, call, calls))
            {
                calls.Add(call);
                yield return (call, null);
            }
        }
    }

    /// <summary>A helper that signs in by itself is its own finding.</summary>
    private static bool IsTheSignInItself(SessionAccess write, SessionModel model, CancellationToken cancellationToken)
        => write.IsKeySite || !model.SignsIn(SignInScope.Of(write.KeySite.Syntax), cancellationToken);

    /// <summary>A function that starts from the identity in the session refreshes it.</summary>
    private static bool ReadsIdentity(SessionBody body, SignInScope scope, SessionModel model)
        => body.Accesses.Any(access => access.Kind == SessionAccessKind.Read && model.IsIdentity(access) && SignInScope.Of(access.Syntax).Function == scope.Function);
}
