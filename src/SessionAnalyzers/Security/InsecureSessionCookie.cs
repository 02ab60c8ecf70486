using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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

    private static readonly ImmutableHashSet<string> Registrations = ["AddSession", "UseSession", "Configure", "PostConfigure"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterCalls(context, model, Registrations, (call, syntax) =>
        {
            if (call.SemanticModel.GetOperation(syntax, call.CancellationToken) is IInvocationOperation invocation
                && ConfiguresSession(invocation, out var isDefault)
                && Settings(invocation, model, call.CancellationToken) is { } settings
                && Problem(settings, isDefault && !IsSecuredElsewhere(model, syntax)) is { } problem)
            {
                call.ReportDiagnostic(Diagnostic.Create(
                    SecurityDescriptors.InsecureSessionCookie,
                    LocationOf(syntax),
                    ImmutableDictionary<string, string?>.Empty.Add(OptionProperty, problem.Option),
                    problem.Message));
            }
        });

    /// <param name="invocation">A call of one of <see cref="Registrations"/>.</param>
    /// <param name="isDefault">Whether what it does not set keeps its default: it registers the session, rather than changing some options.</param>
    private static bool ConfiguresSession(IInvocationOperation invocation, out bool isDefault)
    {
        var method = invocation.TargetMethod;
        isDefault = method.Name is "AddSession" or "UseSession";
        return isDefault
            ? method.ContainingType.Name is "SessionServiceCollectionExtensions" || method.ContainingType.Name is "SessionMiddlewareExtensions" && method.Parameters.Length > 1
            : method.TypeArguments is [{ Name: "SessionOptions", ContainingNamespace.Name: "Builder" }];
    }

    /// <summary>What a registration sets on the session's cookie; null where that cannot be seen.</summary>
    internal static CookieSettings? Settings(IInvocationOperation invocation, SessionModel model, CancellationToken cancellationToken)
    {
        var argument = Options(invocation);
        return argument is null ? CookieSettings.Empty
            : argument.Type?.Name == "SessionOptions" ? CookieSettings.Of(argument, model, cancellationToken)
            : CookieSettings.OfCallback(argument, model, cancellationToken);
    }

    /// <summary>The argument that holds or configures the options; null where there is none.</summary>
    internal static IOperation? Options(IInvocationOperation invocation)
        => invocation.Arguments.LastOrDefault(static argument => argument.Parameter?.Ordinal > 0 && argument.Parameter.Type.Name is "Action" or "SessionOptions")?.Value;

    private static (string Option, string Message)? Problem(CookieSettings settings, bool keepsDefaults)
    {
        var secureByDefault = settings.IsNewBuilder || !keepsDefaults;
        return settings.Secure == CookieSettings.Setting.Unsafe || (settings.Secure == CookieSettings.Setting.NotSet && !secureByDefault)
                ? ("SecurePolicy", "is sent over http as well: SecurePolicy is None, its default; set it to Always")
            : settings.HttpOnly == CookieSettings.Setting.Unsafe || (settings.HttpOnly == CookieSettings.Setting.NotSet && settings.IsNewBuilder)
                ? ("HttpOnly", "is readable by scripts: HttpOnly is off")
            : settings.SameSite == CookieSettings.Setting.Unsafe
                ? ("SameSite", "is sent with every cross-site request: SameSite is None")
            : null;
    }

    private static bool IsSecuredElsewhere(SessionModel model, InvocationExpressionSyntax registration)
        => model.App.HasCookiePolicy || model.App.ConfiguresSessionOptions(registration);

    private static Location LocationOf(InvocationExpressionSyntax invocation)
        => invocation.Expression is MemberAccessExpressionSyntax { Name.Identifier: var name } ? name.GetLocation() : invocation.Expression.GetLocation();
}
