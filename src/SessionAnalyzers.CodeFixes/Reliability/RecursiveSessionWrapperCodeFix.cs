using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>
/// Lets a wrapper that calls itself store text (SESS3008): the text it has in hand or, where its counterpart in the same
/// class shows the serializer, the JSON of its value.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RecursiveSessionWrapperCodeFix)), Shared]
public sealed class RecursiveSessionWrapperCodeFix() : PlannedCodeFixProvider("SESS3008")
{
    internal override string Title(Diagnostic diagnostic) => "Store the text with SetString and GetString";

    private protected override string Intent(Diagnostic diagnostic) => "StoreText";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        SemanticModel semanticModel = finding.SemanticModel;
        if (finding.Node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call
            || semanticModel.GetOperation(call, cancellationToken) is not IInvocationOperation operation
            || call.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type)
        {
            return Blocker.OfAnotherSource;
        }

        DocumentEdits edits = plan.Edits.In(finding.Document);
        switch (call.ArgumentList.Arguments)
        {
            case [_, var value] when operation.TargetMethod.ReturnsVoid:
                if (semanticModel.GetTypeInfo(value.Expression, cancellationToken).Type?.SpecialType == SpecialType.System_String)
                {
                    edits.Rewrite(call, static rewritten => MethodCalls.Rename((InvocationExpressionSyntax)rewritten, "SetString"));
                    return null;
                }

                if (Counterpart(type, "GetString", "Deserialize", "DeserializeObject") is not { } reader)
                {
                    break;
                }

                edits.Rewrite(value.Expression, rewritten => SyntaxFactory.ParseExpression(
                    $"{Receiver(reader)}.{(SignInScope.NameOf(reader) == "Deserialize" ? "Serialize" : "SerializeObject")}({rewritten.WithoutTrivia()})").WithTriviaFrom(rewritten));
                edits.Rewrite(call, static rewritten => MethodCalls.Rename((InvocationExpressionSyntax)rewritten, "SetString"));
                return null;
            case [_] when operation.Type?.SpecialType == SpecialType.System_String:
                edits.Rewrite(call, static rewritten => MethodCalls.Rename((InvocationExpressionSyntax)rewritten, "GetString"));
                return null;
            case [_] when operation.Type is { } result && Counterpart(type, "SetString", "Serialize", "SerializeObject") is { } writer:
                string target = result.ToMinimalDisplayString(semanticModel, call.SpanStart).TrimEnd('?');
                string deserialize = $"{Receiver(writer)}.{(SignInScope.NameOf(writer) == "Serialize" ? "Deserialize" : "DeserializeObject")}<{target}>";
                bool stands = call.Parent is ArrowExpressionClauseSyntax or ReturnStatementSyntax or EqualsValueClauseSyntax;
                edits.Rewrite(call, rewritten =>
                {
                    string read = $"{MethodCalls.Rename((InvocationExpressionSyntax)rewritten, "GetString").WithoutTrivia()} is {{ }} json ? {deserialize}(json) : default";
                    return SyntaxFactory.ParseExpression(stands ? read : $"({read})").WithTriviaFrom(rewritten);
                });
                return null;
        }

        return Blocker.At(call, "how the value is stored cannot be seen");
    }

    /// <summary>The only call of a serializer with its defaults in a method of the class that stores or reads text.</summary>
    private static InvocationExpressionSyntax? Counterpart(TypeDeclarationSyntax type, string session, params string[] serializers)
    {
        List<InvocationExpressionSyntax> found = [.. type.Members.OfType<MethodDeclarationSyntax>()
            .Select(static m => m.DescendantNodes().OfType<InvocationExpressionSyntax>().ToList())
            .Where(calls => calls.Any(c => SignInScope.NameOf(c) == session))
            .SelectMany(calls => calls.Where(c => serializers.Contains(SignInScope.NameOf(c))))];
        return found is [{ Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments.Count: 1 } only] ? only : null;
    }

    private static string Receiver(InvocationExpressionSyntax serializer) => ((MemberAccessExpressionSyntax)serializer.Expression).Expression.WithoutTrivia().ToString();
}
