using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Security;

/// <summary>Reports CORS that allows credentials to every origin, by policy or by hand-written headers (SESS2008).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CredentialedCorsForAnyOrigin() : SessionDiagnosticAnalyzer(SecurityDescriptors.CredentialedCorsForAnyOrigin)
{
    private const string OriginTestProperty = "IsOriginAllowed";

    private static readonly ImmutableHashSet<string> OriginTests = ["SetIsOriginAllowed"];
    private static readonly ImmutableHashSet<string> HeaderWriters = ["Append", "Add", "TryAdd", "AppendCommaSeparatedValues"];

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        RegisterCalls(context, model, OriginTests, (call, syntax) =>
        {
            if (syntax.ArgumentList.Arguments is [{ Expression: var test }]
                && SignInScope.Of(syntax).Invoked().Contains("AllowCredentials")
                && OriginTest.IsAlwaysTrue(test, call.SemanticModel, model, call.CancellationToken)
                && !DevelopmentGuard.Contains(syntax)
                && !OriginTest.IsOfPolicyForDevelopment(syntax, call.SemanticModel, model, call.CancellationToken))
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, syntax.ArgumentList.GetLocation(), "SetIsOriginAllowed is always true beside AllowCredentials"));
            }
        });
        RegisterSyntax<AssignmentExpressionSyntax>(context, model, CorsHeader.MayBeIn, static assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && CorsHeader.MayBe(assignment.Left), (node, assignment) =>
        {
            if (CorsHeader.AllowOrigin.Is(assignment.Left, node.SemanticModel, node.CancellationToken))
            {
                ReportReflection(node, assignment, assignment.Right);
            }
        });
        RegisterSyntax<AssignmentExpressionSyntax>(context, model, static names => names.Uses(OriginTestProperty), static assignment => AssignedMember.NameOf(assignment.Left) == OriginTestProperty, (node, assignment) =>
        {
            if (node.SemanticModel.GetSymbolInfo(assignment.Left, node.CancellationToken).Symbol is IPropertySymbol { ContainingType.Name: "CorsPolicy" }
                && SignInScope.Of(assignment).Function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(other => AssignedMember.NameOf(other.Left) == "SupportsCredentials" && other.Right.IsKind(SyntaxKind.TrueLiteralExpression))
                && OriginTest.IsAlwaysTrue(assignment.Right, node.SemanticModel, model, node.CancellationToken)
                && !DevelopmentGuard.Contains(assignment))
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, assignment.GetLocation(), "IsOriginAllowed is always true beside SupportsCredentials"));
            }
        });
        RegisterSyntax<InvocationExpressionSyntax>(context, model, static names => names.CallsAny(HeaderWriters) && CorsHeader.MayBeIn(names), static call => SignInScope.NameOf(call) is { } name && HeaderWriters.Contains(name), static (node, call) =>
        {
            if (call is { Expression: MemberAccessExpressionSyntax { Expression: var headers }, ArgumentList.Arguments: [{ Expression: var name }, { Expression: var value }] }
                && CorsHeader.MayBeHeaders(headers)
                && CorsHeader.AllowOrigin.IsNamed(name, node.SemanticModel, node.CancellationToken))
            {
                ReportReflection(node, call, value);
            }
        });
    }

    private static void ReportReflection(SemanticModelAnalysisContext node, ExpressionSyntax write, ExpressionSyntax value)
    {
        if (ReflectedOrigin.Is(value, node.SemanticModel, node.CancellationToken)
            && SignInScope.Of(write).Function is var function
            && ReflectedOrigin.IsCredentialed(function, node.SemanticModel, node.CancellationToken)
            && !ReflectedOrigin.IsChecked(function, value)
            && !DevelopmentGuard.Contains(write))
        {
            node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, write.GetLocation(), "the request's Origin is reflected beside Access-Control-Allow-Credentials"));
        }
    }
}
