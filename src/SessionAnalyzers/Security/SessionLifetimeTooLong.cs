using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports idle timeouts, and lifetimes of sessions, tickets and cookies, over the configured bounds (SESS2010).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SessionLifetimeTooLong() : SessionDiagnosticAnalyzer(SecurityDescriptors.SessionLifetimeTooLong)
{
    private static readonly string[] SignsIn = ["session", "auth", "token", "jwt", "login", "signin", "remember", "ticket", "identity"];
    private static readonly string[] ReadByScripts = ["xsrf", "csrf", "antiforgery"];

    private static readonly ImmutableDictionary<string, (ImmutableHashSet<string> Types, ConfigurationOption<TimeSpan> Bound)> Lifetimes = ImmutableDictionary<string, (ImmutableHashSet<string>, ConfigurationOption<TimeSpan>)>.Empty
        .Add("IdleTimeout", (["SessionOptions", "GranularSessionOptions"], ConfigurationOptions.MaxIdleTimeout))
        .Add("AbsoluteTimeout", (["GranularSessionOptions"], ConfigurationOptions.MaxLifetime))
        .Add("ExpireTimeSpan", (["CookieAuthenticationOptions"], ConfigurationOptions.MaxLifetime))
        .Add("ExpiresUtc", (["AuthenticationProperties"], ConfigurationOptions.MaxLifetime))
        .Add("Expiration", (["CookieBuilder"], ConfigurationOptions.MaxLifetime))
        .Add("MaxAge", (["CookieBuilder", "CookieOptions"], ConfigurationOptions.MaxLifetime))
        .Add("Expires", (["CookieOptions"], ConfigurationOptions.MaxLifetime));

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
        => RegisterSyntax<AssignmentExpressionSyntax>(context, model, static names => Lifetimes.Keys.Any(names.Uses), static assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && Lifetimes.ContainsKey(AssignedMember.NameOf(assignment.Left)), (node, assignment) =>
        {
            var name = AssignedMember.NameOf(assignment.Left);
            var (types, option) = Lifetimes[name];
            if (node.SemanticModel.GetSymbolInfo(assignment.Left, node.CancellationToken).Symbol is IPropertySymbol { ContainingType.Name: var owner }
                && types.Contains(owner)
                && Duration.Of(node.SemanticModel.GetValueOperation(assignment.Right, node.CancellationToken), model, node.CancellationToken) is { } duration
                && model.Configuration.Get(option, assignment.SyntaxTree) is var bound
                && duration > bound
                && (owner != "CookieOptions" || KeepsSignedIn(assignment, node.SemanticModel, node.CancellationToken)))
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.SessionLifetimeTooLong, assignment.GetLocation(), name, Display(duration), Display(bound)));
            }
        });

    /// <summary>Whether options reach a cookie whose name says that it keeps somebody signed in; a preference may last.</summary>
    private static bool KeepsSignedIn(AssignmentExpressionSyntax assignment, SemanticModel semantics, CancellationToken cancellationToken)
    {
        var options = assignment.Left is MemberAccessExpressionSyntax { Expression: var receiver } ? semantics.GetSymbolInfo(receiver, cancellationToken).Symbol
            : assignment.FirstAncestorOrSelf<EqualsValueClauseSyntax>() is { Parent: VariableDeclaratorSyntax declarator } ? semantics.GetDeclaredSymbol(declarator, cancellationToken)
            : null;
        return SignInScope.Of(assignment).Function.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
            SignInScope.NameOf(call) == "Append"
            && call.ArgumentList.Arguments is [{ Expression: var name }, _, { Expression: var given }]
            && (given.Contains(assignment) || options is not null && SessionSymbols.Same(semantics.GetSymbolInfo(given, cancellationToken).Symbol, options))
            && semantics.GetConstantValue(name, cancellationToken) is { HasValue: true, Value: string cookie }
            && Says(cookie, SignsIn) && !Says(cookie, ReadByScripts));
    }

    private static bool Says(string cookie, string[] words) => words.Any(word => cookie.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private static string Display(TimeSpan duration)
        => duration == TimeSpan.MaxValue ? "unlimited"
            : duration.TotalDays >= 2 ? duration.TotalDays.ToString("0.#", CultureInfo.InvariantCulture) + " days"
            : duration.TotalHours >= 2 ? duration.TotalHours.ToString("0.#", CultureInfo.InvariantCulture) + " hours"
            : duration.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture) + " minutes";
}
