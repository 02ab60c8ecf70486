using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>The rules over single cookies, appended by the app or set by the framework on its behalf: each says which it reports.</summary>
public abstract class CookieAnalyzer(DiagnosticDescriptor descriptor) : SessionDiagnosticAnalyzer(descriptor)
{
    /// <summary>The property of a diagnostic that names the member of <c>CookieOptions</c> to change: <c>Secure</c>, <c>HttpOnly</c>, <c>Domain</c> or <c>Path</c>.</summary>
    internal const string MemberProperty = "member";

    private protected sealed override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<InvocationExpressionSyntax>(context, model, MayBeCookie, static call => SignInScope.NameOf(call) == "Append" || CookieRegistration.IsCandidate(call), (call, syntax) =>
        {
            if (Of(syntax, call.SemanticModel, model, call.CancellationToken) is { } cookie && Problem(cookie, model.App) is { } problem)
            {
                call.ReportDiagnostic(Diagnostic.Create(
                    SupportedDiagnostics[0],
                    LocationOf(cookie, syntax),
                    ImmutableDictionary<string, string?>.Empty.Add(MemberProperty, problem.Member),
                    problem.Arguments));
            }
        });

    /// <returns>The member to set or remove and the arguments of the message, or null where the rule has nothing to say.</returns>
    private static bool MayBeCookie(UsedNames names) => names.Calls("Append") || CookieRegistration.MayBeIn(names);

    private protected abstract CookieProblem? Problem(Cookie cookie, AppFacts app);

    /// <returns>The cookie that a call sets or configures, or null for another call.</returns>
    internal static Cookie? Of(InvocationExpressionSyntax syntax, SemanticModel semantics, SessionModel model, CancellationToken cancellationToken)
        => semantics.GetOperation(syntax, cancellationToken) is not IInvocationOperation invocation ? null
            : CookieAppend.Of(invocation, model, cancellationToken) is { } append ? append
            : CookieRegistration.Of(invocation, model, cancellationToken) is { IsKnown: true, Kind: not CookieKind.Policy } registration ? registration
            : null;

    private static Location LocationOf(Cookie cookie, InvocationExpressionSyntax call)
        => cookie is CookieRegistration && call.Expression is MemberAccessExpressionSyntax { Name.Identifier: var name } ? name.GetLocation() : call.GetLocation();
}

/// <summary>What is wrong with a cookie.</summary>
/// <param name="Member">The member of <c>CookieOptions</c> to change.</param>
/// <param name="Arguments">The arguments of the rule's message.</param>
internal sealed record CookieProblem(string Member, params object[] Arguments);
