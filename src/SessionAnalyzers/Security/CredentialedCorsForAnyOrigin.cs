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
    private const string OriginTest = "IsOriginAllowed";

    private static readonly ImmutableHashSet<string> OriginTests = ["SetIsOriginAllowed"];
    private static readonly ImmutableHashSet<string> HeaderWriters = ["Append", "Add", "TryAdd", "AppendCommaSeparatedValues"];
    private static readonly ImmutableHashSet<string> PolicyUsers = ["UseCors", "RequireCors"];

    private static readonly (string Header, string Property) AllowOrigin = ("Access-Control-Allow-Origin", "AccessControlAllowOrigin");
    private static readonly (string Header, string Property) AllowCredentials = ("Access-Control-Allow-Credentials", "AccessControlAllowCredentials");
    private static readonly (string Header, string Property) Origin = ("Origin", "Origin");

    private protected override void Register(SessionModel model, CompilationStartAnalysisContext context)
    {
        RegisterCalls(context, model, OriginTests, (call, syntax) =>
        {
            if (syntax.ArgumentList.Arguments is [{ Expression: var test }]
                && SignInScope.Of(syntax).Invoked().Contains("AllowCredentials")
                && IsAlwaysTrue(test, call.SemanticModel, model, call.CancellationToken)
                && !DevelopmentGuard.Contains(syntax)
                && !IsPolicyForDevelopment(syntax, call.SemanticModel, model, call.CancellationToken))
            {
                call.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, syntax.ArgumentList.GetLocation(), "SetIsOriginAllowed is always true beside AllowCredentials"));
            }
        });
        RegisterSyntax<AssignmentExpressionSyntax>(context, model, NamesHeaders, static assignment => assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && MayBeHeader(assignment.Left), (node, assignment) =>
        {
            if (IsHeader(assignment.Left, AllowOrigin, node.SemanticModel, node.CancellationToken))
            {
                ReportReflection(node, assignment, assignment.Right);
            }
        });
        RegisterSyntax<AssignmentExpressionSyntax>(context, model, static names => names.Uses(OriginTest), static assignment => AssignedMember.NameOf(assignment.Left) == OriginTest, (node, assignment) =>
        {
            if (node.SemanticModel.GetSymbolInfo(assignment.Left, node.CancellationToken).Symbol is IPropertySymbol { ContainingType.Name: "CorsPolicy" }
                && SignInScope.Of(assignment).Function.DescendantNodes().OfType<AssignmentExpressionSyntax>().Any(other => AssignedMember.NameOf(other.Left) == "SupportsCredentials" && other.Right.IsKind(SyntaxKind.TrueLiteralExpression))
                && IsAlwaysTrue(assignment.Right, node.SemanticModel, model, node.CancellationToken)
                && !DevelopmentGuard.Contains(assignment))
            {
                node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, assignment.GetLocation(), "IsOriginAllowed is always true beside SupportsCredentials"));
            }
        });
        RegisterSyntax<InvocationExpressionSyntax>(context, model, static names => names.CallsAny(HeaderWriters) && NamesHeaders(names), static call => SignInScope.NameOf(call) is { } name && HeaderWriters.Contains(name), static (node, call) =>
        {
            if (call is { Expression: MemberAccessExpressionSyntax { Expression: var headers }, ArgumentList.Arguments: [{ Expression: var name }, { Expression: var value }] }
                && MayBeHeaders(headers)
                && IsNamed(name, AllowOrigin, node.SemanticModel, node.CancellationToken))
            {
                ReportReflection(node, call, value);
            }
        });
    }

    private static void ReportReflection(SemanticModelAnalysisContext node, ExpressionSyntax write, ExpressionSyntax value)
    {
        if (ReflectsOrigin(value, node.SemanticModel, node.CancellationToken)
            && SignInScope.Of(write).Function is var function
            && AllowsCredentials(function, node.SemanticModel, node.CancellationToken)
            && !ChecksOrigin(function, value)
            && !DevelopmentGuard.Contains(write))
        {
            node.ReportDiagnostic(Diagnostic.Create(SecurityDescriptors.CredentialedCorsForAnyOrigin, write.GetLocation(), "the request's Origin is reflected beside Access-Control-Allow-Credentials"));
        }
    }

    private static bool IsAlwaysTrue(ExpressionSyntax test, SemanticModel semantics, SessionModel model, CancellationToken cancellationToken)
    {
        switch (test)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                return ReturnsTrue(lambda.ExpressionBody, lambda.Block, semantics, cancellationToken);
            case IdentifierNameSyntax or MemberAccessExpressionSyntax
                when semantics.GetSymbolInfo(test, cancellationToken).Symbol is { } named
                && named.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is { } declaration
                && model.GetSemanticModel(declaration.SyntaxTree) is { } declaring:
                return declaration switch
                {
                    MethodDeclarationSyntax method when named is IMethodSymbol { IsVirtual: false, IsAbstract: false, IsOverride: false } => ReturnsTrue(method.ExpressionBody?.Expression, method.Body, declaring, cancellationToken),
                    LocalFunctionStatementSyntax local => ReturnsTrue(local.ExpressionBody?.Expression, local.Body, declaring, cancellationToken),
                    VariableDeclaratorSyntax { Initializer.Value: AnonymousFunctionExpressionSyntax initial } when named is ILocalSymbol or IFieldSymbol { IsReadOnly: true } => IsAlwaysTrue(initial, declaring, model, cancellationToken),
                    _ => false,
                };
            default:
                return false;
        }
    }

    private static bool ReturnsTrue(ExpressionSyntax? expression, BlockSyntax? block, SemanticModel semantics, CancellationToken cancellationToken)
        => (expression ?? (block?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null)) is { } result
            && semantics.GetConstantValue(result, cancellationToken) is { HasValue: true, Value: true };

    /// <summary>Whether the named policy around the call is put to use, and in development only.</summary>
    private static bool IsPolicyForDevelopment(SyntaxNode node, SemanticModel semantics, SessionModel model, CancellationToken cancellationToken)
    {
        if (node.Ancestors().OfType<InvocationExpressionSyntax>().FirstOrDefault(static call => SignInScope.NameOf(call) == "AddPolicy") is not { ArgumentList.Arguments: [{ Expression: var named }, ..] }
            || semantics.GetConstantValue(named, cancellationToken) is not { HasValue: true, Value: string policy }
            || model.App.Mentions("EnableCors"))
        {
            return false;
        }

        var uses = model.CallsOf(PolicyUsers, cancellationToken)
            .Where(use => use.ArgumentList.Arguments is [{ Expression: var used }]
                && model.GetSemanticModel(use.SyntaxTree)?.GetConstantValue(used, cancellationToken) is { HasValue: true, Value: string name } && name == policy)
            .ToList();
        return uses.Count > 0 && uses.All(DevelopmentGuard.Contains);
    }

    private static bool AllowsCredentials(SyntaxNode function, SemanticModel semantics, CancellationToken cancellationToken)
        => function.DescendantNodes().Any(node => node switch
        {
            ExpressionSyntax expression and (ElementAccessExpressionSyntax or MemberAccessExpressionSyntax) when MayBeHeader(expression) => IsHeader(expression, AllowCredentials, semantics, cancellationToken),
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var headers }, ArgumentList.Arguments: [{ Expression: var name }, ..] } => MayBeHeaders(headers) && IsNamed(name, AllowCredentials, semantics, cancellationToken),
            _ => false,
        });

    private static bool ReflectsOrigin(ExpressionSyntax value, SemanticModel semantics, CancellationToken cancellationToken)
    {
        if (value.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(node => IsRequestOrigin(node, semantics, cancellationToken)))
        {
            return true;
        }

        return value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(identifier =>
            semantics.GetSymbolInfo(identifier, cancellationToken).Symbol is ILocalSymbol local
            && local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax { Initializer.Value: { } initializer } => initializer.DescendantNodesAndSelf().OfType<ExpressionSyntax>().Any(node => IsRequestOrigin(node, semantics, cancellationToken)),
                SingleVariableDesignationSyntax { Parent: DeclarationExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax lookup } } } =>
                    lookup is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetValue", Expression: var headers }, ArgumentList.Arguments: [{ Expression: var name }, ..] }
                    && IsOfRequest(headers) && IsNamed(name, Origin, semantics, cancellationToken),
                _ => false,
            });
    }

    private static bool IsRequestOrigin(ExpressionSyntax expression, SemanticModel semantics, CancellationToken cancellationToken)
        => MayBeHeader(expression) && IsOfRequest(expression) && IsHeader(expression, Origin, semantics, cancellationToken);

    private static bool IsOfRequest(ExpressionSyntax expression) => expression.ToString().Contains("Request");

    /// <summary>A lookup of the origin in a list, or a comparison with something.</summary>
    private static bool ChecksOrigin(SyntaxNode function, ExpressionSyntax reflected)
        => SignInScope.Of(function).Invoked().Any(static name => name is "Contains" or "Any" or "Equals" or "EndsWith" or "StartsWith" or "IsMatch" || name.StartsWith("Is", StringComparison.Ordinal) && name.Contains("Allowed"))
            || function.DescendantNodes().OfType<BinaryExpressionSyntax>().Any(binary =>
                binary.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                && !IsNothing(binary.Left) && !IsNothing(binary.Right)
                && (binary.ToString().IndexOf("origin", StringComparison.OrdinalIgnoreCase) >= 0 || reflected is IdentifierNameSyntax && (SyntaxFactory.AreEquivalent(binary.Left, reflected) || SyntaxFactory.AreEquivalent(binary.Right, reflected))));

    private static bool IsNothing(ExpressionSyntax expression)
        => expression.IsKind(SyntaxKind.NullLiteralExpression) || expression is LiteralExpressionSyntax { Token.ValueText: "" or "0" } || expression.ToString() is "string.Empty" or "String.Empty";

    /// <summary>Whether an expression looks like a header, before anything is bound.</summary>
    private static bool MayBeHeader(ExpressionSyntax expression) => expression switch
    {
        ElementAccessExpressionSyntax { Expression: var headers, ArgumentList.Arguments.Count: 1 } => MayBeHeaders(headers),
        MemberAccessExpressionSyntax { Expression: var headers } => MayBeHeaders(headers),
        _ => false,
    };

    private static bool MayBeHeaders(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } => name == "Headers",
        IdentifierNameSyntax { Identifier.ValueText: var name } => IsHeaders(name),
        _ => false,
    };

    private static bool IsHeaders(string identifier) => identifier.EndsWith("headers", StringComparison.OrdinalIgnoreCase);

    private static bool NamesHeaders(UsedNames names) => names.Any(IsHeaders);

    private static bool IsHeader(ExpressionSyntax expression, (string Header, string Property) header, SemanticModel semantics, CancellationToken cancellationToken) => expression switch
    {
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var name }] } => IsNamed(name, header, semantics, cancellationToken),
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: var property } => property == header.Property,
        _ => false,
    };

    /// <summary>The header's name: a constant, or the field of <c>HeaderNames</c>.</summary>
    private static bool IsNamed(ExpressionSyntax name, (string Header, string Property) header, SemanticModel semantics, CancellationToken cancellationToken)
        => name is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var field, Expression: var type } && field == header.Property && type.ToString().EndsWith("HeaderNames", StringComparison.Ordinal)
            || semantics.GetConstantValue(name, cancellationToken) is { HasValue: true, Value: string text } && string.Equals(text, header.Header, StringComparison.OrdinalIgnoreCase);
}
