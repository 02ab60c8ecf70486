using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>
/// Moves an app from <c>AddSession</c> and <c>UseSession</c> to their granular counterparts. The options have the same
/// names and carry over as they are written; one that GranularSessions does not have, or would refuse, blocks the move.
/// </summary>
internal static class SessionRegistration
{
    private const string AddSession = "AddSession";
    private const string UseSession = "UseSession";
    private const string SessionOptions = "SessionOptions";

    public static async Task<Blocker?> MoveAsync(SolutionEdits edits, IEnumerable<Project> projects, CancellationToken cancellationToken)
    {
        foreach (Document document in projects.SelectMany(static p => p.Documents))
        {
            SyntaxTree? tree = await document.GetSyntaxTreeAsync(cancellationToken).ConfigureAwait(false);
            if (tree is null || !SyntaxUnit.MentionsSession(tree))
            {
                continue;
            }

            SyntaxNode root = await tree.GetRootAsync(cancellationToken).ConfigureAwait(false);
            SemanticModel? semanticModel = null;
            foreach (IdentifierNameSyntax name in root.DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText is not (AddSession or UseSession or SessionOptions))
                {
                    continue;
                }

                semanticModel ??= (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!;
                if (Move(edits.In(document), name, semanticModel, cancellationToken) is { } blocker)
                {
                    return blocker;
                }
            }
        }

        return null;
    }

    private static Blocker? Move(DocumentEdits edits, IdentifierNameSyntax name, SemanticModel semanticModel, CancellationToken cancellationToken)
    {
        if (name.Identifier.ValueText == SessionOptions)
        {
            // Configure<SessionOptions>(…) and the like: GranularSessions does not look there.
            return semanticModel.GetSymbolInfo(name, cancellationToken).Symbol is INamedTypeSymbol type && type.ToDisplayString() == "Microsoft.AspNetCore.Builder.SessionOptions"
                ? Blocker.At(name, "the session's options are set where GranularSessions does not look")
                : null;
        }

        if (semanticModel.GetSymbolInfo(name, cancellationToken).Symbol is not IMethodSymbol { ContainingType.Name: "SessionServiceCollectionExtensions" or "SessionMiddlewareExtensions" } method)
        {
            return null;
        }

        var callee = name.Parent as MemberAccessExpressionSyntax;
        if (callee?.Parent is not InvocationExpressionSyntax call || method.ReducedFrom is null)
        {
            return Blocker.At(name, $"'{name}' is not called as an extension");
        }

        if (semanticModel.GetOperation(call, cancellationToken) is not IInvocationOperation operation)
        {
            return Blocker.At(name, $"'{name}' does not bind");
        }

        if (method.Name == UseSession)
        {
            if (call.ArgumentList.Arguments.Count > 0)
            {
                return Blocker.At(call, "UseSession takes options of its own");
            }

            edits.Rewrite(name, static rewritten => Rename(rewritten, GranularSymbols.UseGranularSessions));
            return null;
        }

        if (call.ArgumentList.Arguments.Count > 0 && WhyNotCarried(operation) is { } blocker)
        {
            return blocker;
        }

        edits.Rewrite(name, static rewritten => Rename(rewritten, GranularSymbols.AddGranularSessions));
        if (call.Parent is not ExpressionStatementSyntax)
        {
            // AddSession returned the services.
            edits.Rewrite(call, static rewritten => SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression,
                (ExpressionSyntax)rewritten.WithoutTrailingTrivia(),
                SyntaxFactory.IdentifierName("Services")).WithTrailingTrivia(rewritten.GetTrailingTrivia()));
        }

        return null;
    }

    private static SyntaxNode Rename(SyntaxNode name, string to) =>
        ((IdentifierNameSyntax)name).WithIdentifier(SyntaxFactory.Identifier(to).WithTriviaFrom(((IdentifierNameSyntax)name).Identifier));

    private static Blocker? WhyNotCarried(IInvocationOperation call)
    {
        if (call.Arguments.Last().Value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
        {
            return Blocker.At(call.Syntax, "the session's options are set in another method");
        }

        if (lambda.Syntax is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var parameters } && parameters.Any(static p => p.Type is not null))
        {
            return Blocker.At(lambda.Syntax, "the lambda names the options' type");
        }

        IParameterSymbol options = lambda.Symbol.Parameters[0];
        foreach (IParameterReferenceOperation reference in lambda.Descendants().OfType<IParameterReferenceOperation>())
        {
            if (!SymbolEqualityComparer.Default.Equals(reference.Parameter, options))
            {
                continue;
            }

            if (reference.Parent is not IPropertyReferenceOperation property)
            {
                return Blocker.At(reference.Syntax, "the session's options are handed on");
            }

            switch (property.Property.Name)
            {
                case "Cookie":
                    break;
                case "IdleTimeout" when property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property:
                    if (ConstantTimeSpan.Of(assignment.Value) is { } idle && idle <= TimeSpan.Zero)
                    {
                        return Blocker.At(assignment.Syntax, "GranularSessions needs a positive IdleTimeout");
                    }

                    break;
                case "IOTimeout" when property.Parent is ISimpleAssignmentOperation assignment && assignment.Target == property:
                    if (ConstantTimeSpan.Of(assignment.Value) is not { } io || io <= TimeSpan.Zero)
                    {
                        return Blocker.At(assignment.Syntax, "GranularSessions needs a positive IOTimeout");
                    }

                    break;
                default:
                    return Blocker.At(property.Syntax, $"GranularSessions has no counterpart of '{property.Syntax}' here");
            }
        }

        return null;
    }
}
