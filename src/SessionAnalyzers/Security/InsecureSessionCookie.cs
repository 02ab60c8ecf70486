using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports session options that leave the cookie readable on the wire or by scripts (SESS2003).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InsecureSessionCookie() : SessionDiagnosticAnalyzer(SecurityDescriptors.InsecureSessionCookie)
{
    /// <summary>The property of a diagnostic that names the option to set: <c>SecurePolicy</c>, <c>HttpOnly</c> or <c>SameSite</c>.</summary>
    internal const string OptionProperty = "option";

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<InvocationExpressionSyntax>(context, model, CookieRegistration.MayBeIn, CookieRegistration.IsCandidate, (call, syntax) =>
        {
            if (call.SemanticModel.GetOperation(syntax, call.CancellationToken) is IInvocationOperation invocation
                && CookieRegistration.Of(invocation, model, call.CancellationToken) is { Kind: CookieKind.Session, IsKnown: true } registration
                && Problem(registration, model.App) is { } problem
                && !model.App.SessionSetup.LosesOptions(invocation, call.CancellationToken)
                && !model.App.SessionSetup.IsReplaced(syntax, call.CancellationToken))
            {
                call.ReportDiagnostic(Diagnostic.Create(
                    SecurityDescriptors.InsecureSessionCookie,
                    LocationOf(syntax),
                    ImmutableDictionary<string, string?>.Empty.Add(OptionProperty, problem.Option),
                    problem.Message));
            }
        });

    private static (string Option, string Message)? Problem(CookieRegistration registration, AppFacts app)
        => registration.LacksSecure(app) || (registration.Registers && registration.IsNeverSecure(app)) ? ("SecurePolicy", "is sent over http as well: SecurePolicy is None, its default; set it to Always")
            : registration.LacksHttpOnly(app) ? ("HttpOnly", "is readable by scripts: HttpOnly is off")
            : registration.Settings.SameSite == CookieSettings.Setting.Unsafe && registration.IsCrossSite(app) && !app.CompletesElsewhere(registration, static settings => settings.SameSite)
                ? ("SameSite", "is sent with every cross-site request: SameSite is None")
            : null;

    private static Location LocationOf(InvocationExpressionSyntax invocation)
        => invocation.Expression is MemberAccessExpressionSyntax { Name.Identifier: var name } ? name.GetLocation() : invocation.Expression.GetLocation();
}
