using System.Collections.Immutable;
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
/// Reads a key as it is written, or writes it as all its reads read it (SESS3005): only where the value itself is the same
/// either way, a number and its text.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(KeyTypeMismatchCodeFix)), Shared]
public sealed class KeyTypeMismatchCodeFix() : PlannedCodeFixProvider("SESS3005")
{
    internal override string Title(Diagnostic diagnostic) => $"Read and write '{diagnostic.Properties[DiagnosticFactory.KeyProperty]}' alike";

    private protected override string Intent(Diagnostic diagnostic) => "Align";

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        SessionModel model = finding.Model;
        if (model.GetKeys(cancellationToken).UsesIn(finding.Root.SyntaxTree).FirstOrDefault(u => u.Kind == SessionAccessKind.Read && u.Access.Location.SourceSpan == finding.Span) is not { } read)
        {
            return Blocker.OfAnotherSource;
        }

        if (finding.Document is SourceGeneratedDocument || !IsDirect(read) || Call(read) is not { } call)
        {
            return Blocker.At(read.Access.Syntax, "the value is read through a wrapper, or in generated code");
        }

        List<(Document? Document, KeyUse Use, SessionModel Model)> uses = [];
        foreach (Project project in await KeyScope.OfAsync(finding.Document.Project, read.Pattern, cancellationToken).ConfigureAwait(false))
        {
            if (await project.GetSessionModelAsync(cancellationToken).ConfigureAwait(false) is { } known)
            {
                if (known.GetKeys(cancellationToken).MayAlso(SessionAccessKind.Write, read.Pattern) || known.GetKeys(cancellationToken).MayAlso(SessionAccessKind.Read, read.Pattern))
                {
                    return Blocker.At(call, "an access by a key that may be the same");
                }

                uses.AddRange(known.GetKeys(cancellationToken).UsesOf(read.Pattern).Select(u => (project.GetDocument(u.Access.Syntax.SyntaxTree), u, known)));
            }
        }

        SessionEncodingKind KindOf((Document?, KeyUse Use, SessionModel Model) use) => use.Use.EncodingIn(use.Model, cancellationToken).Kind;
        ImmutableArray<(Document? Document, KeyUse Use, SessionModel Model)> writes = [.. uses.Where(static u => u.Use.Kind == SessionAccessKind.Write)];
        DocumentEdits edits = plan.Edits.In(finding.Document);
        switch (SignInScope.NameOf(call))
        {
            case "GetInt32" when uses.Where(static u => u.Use.Kind == SessionAccessKind.Read).All(u => KindOf(u) == SessionEncodingKind.Int32) && WriteInt32(plan, writes, KindOf, cancellationToken):
                return null;
            case "GetInt32" when read.EncodingIn(model, cancellationToken).IsPresenceTest && writes.All(u => u.Use.EncodingIn(u.Model, cancellationToken).IsText):
                edits.Rewrite(call, static rewritten => MethodCalls.Rename((InvocationExpressionSyntax)rewritten, "GetString"));
                return null;
            case "GetString" when writes.All(u => KindOf(u) == SessionEncodingKind.Int32):
                edits.Rewrite(call, rewritten => Parenthesized(AsText((InvocationExpressionSyntax)rewritten), call));
                return null;
            default:
                return Blocker.At(call, "which of the kinds is meant cannot be seen");
        }
    }

    /// <summary>Plans to write as Int32 what is written as an integer's text or bytes; nothing where that is not all of the writes.</summary>
    private static bool WriteInt32(FixPlan plan, ImmutableArray<(Document? Document, KeyUse Use, SessionModel Model)> writes, Func<(Document?, KeyUse, SessionModel), SessionEncodingKind> kindOf, CancellationToken cancellationToken)
    {
        var rewrites = new List<(Document Document, InvocationExpressionSyntax Call, ExpressionSyntax Number)>();
        foreach ((Document? Document, KeyUse Use, SessionModel Model) write in writes.Where(w => kindOf(w) != SessionEncodingKind.Int32))
        {
            if (write.Document is null or SourceGeneratedDocument || !IsDirect(write.Use) || Call(write.Use) is not { } call
                || write.Model.GetSemanticModel(call.SyntaxTree)?.GetOperation(call, cancellationToken) is not IInvocationOperation operation
                || NumberIn(operation) is not { } number)
            {
                return false;
            }

            rewrites.Add((write.Document, call, number));
        }

        foreach ((Document document, InvocationExpressionSyntax call, ExpressionSyntax number) in rewrites)
        {
            if (plan.Claim(call, nameof(WriteInt32)))
            {
                var value = (ArgumentSyntax)number.Ancestors().First(a => a is ArgumentSyntax && a.Parent?.Parent == call);
                int index = call.ArgumentList.Arguments.IndexOf(value);
                plan.Edits.In(document).Rewrite(call, rewritten =>
                {
                    InvocationExpressionSyntax renamed = MethodCalls.Rename((InvocationExpressionSyntax)rewritten, "SetInt32");
                    ArgumentSyntax old = renamed.ArgumentList.Arguments[index];
                    return renamed.ReplaceNode(old.Expression, number.WithoutTrivia().WithTriviaFrom(old.Expression));
                });
            }
        }

        return true;
    }

    /// <summary>The <c>int</c> whose text or bytes a call writes.</summary>
    private static ExpressionSyntax? NumberIn(IInvocationOperation write) =>
        write.Arguments.FirstOrDefault(static a => a.Parameter?.Name == "value")?.Value switch
        {
            IInvocationOperation { TargetMethod: { Name: "ToString", Parameters.IsEmpty: true }, Instance: { Type.SpecialType: SpecialType.System_Int32 } number } => number.Syntax as ExpressionSyntax,
            IInvocationOperation { TargetMethod: { Name: "GetBytes", ContainingType.Name: "BitConverter" }, Arguments: [{ Value: { Type.SpecialType: SpecialType.System_Int32 } number }] } => number.Syntax as ExpressionSyntax,
            _ => null,
        };

    private static bool IsDirect(KeyUse use) => use.Access is { Inner: null, Wrapper: null };

    private static InvocationExpressionSyntax? Call(KeyUse use) =>
        use.Access.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call ? call : null;

    private static ExpressionSyntax AsText(InvocationExpressionSyntax call) =>
        SyntaxFactory.ParseExpression($"{MethodCalls.Rename(call, "GetInt32").WithoutTrivia()}?.ToString()").WithTriviaFrom(call);

    /// <summary>What followed the text would follow <c>?.</c> otherwise.</summary>
    private static ExpressionSyntax Parenthesized(ExpressionSyntax text, InvocationExpressionSyntax call) =>
        call.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or PostfixUnaryExpressionSyntax or ConditionalAccessExpressionSyntax
            ? SyntaxFactory.ParenthesizedExpression(text.WithoutTrivia()).WithTriviaFrom(text)
            : text;
}
