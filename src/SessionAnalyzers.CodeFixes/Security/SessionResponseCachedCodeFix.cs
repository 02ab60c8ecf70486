using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>
/// Takes the caching off an endpoint that reads the session; where its group or a base policy caches, takes the endpoint out of
/// that (SESS2012).
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionResponseCachedCodeFix)), Shared]
public sealed class SessionResponseCachedCodeFix() : PlannedCodeFixProvider("SESS2012")
{
    private const string OutputCaching = "Microsoft.AspNetCore.OutputCaching";

    internal override string Title(Diagnostic diagnostic) => "Do not cache the response";

    private protected override string Intent(Diagnostic diagnostic) => "RemoveCaching";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding));

    private static Blocker? Plan(FixPlan plan, Finding finding)
    {
        SyntaxNode read = finding.Node;
        DocumentEdits edits = plan.Edits.In(finding.Document);
        switch (SignInScope.Of(read).Function)
        {
            case MethodDeclarationSyntax method:
                // The caching of the class is that of its other actions too.
                return method.Parent is TypeDeclarationSyntax type && HasCaching(type.AttributeLists) ? Blocker.At(type, "the whole class is cached")
                    : method.Modifiers.Any(SyntaxKind.StaticKeyword) && !HasCaching(method.AttributeLists) ? Blocker.At(method, "the caching is set where the method is mapped")
                    : HasCaching(method.AttributeLists) ? Remove(plan, edits, method, static m => m.AttributeLists, static (m, lists) => m.WithAttributeLists(lists))
                    : Exclude(plan, edits, finding.SemanticModel, method);
            case LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax map } } lambda:
                List<InvocationExpressionSyntax> cachings = [.. Cachings(map)];
                if (cachings.Any(static c => HasComment(c)))
                {
                    return Blocker.At(map, "a comment would be lost");
                }

                foreach (InvocationExpressionSyntax caching in cachings.Where(c => plan.Claim(c, nameof(Remove))))
                {
                    edits.Rewrite(caching, static rewritten => Receiver((InvocationExpressionSyntax)rewritten).WithTrailingTrivia(rewritten.GetTrailingTrivia()));
                }

                if (HasCaching(lambda.AttributeLists))
                {
                    return Remove(plan, edits, lambda, static l => l.AttributeLists, static (l, lists) => l.WithAttributeLists(lists));
                }

                if (cachings.Count == 0 && plan.Claim(map, nameof(Exclude)))
                {
                    edits.Rewrite(map, static rewritten => WithoutOutputCache((InvocationExpressionSyntax)rewritten));
                }

                return null;
            default:
                return Blocker.At(read, "the caching cannot be seen");
        }
    }

    /// <summary>Takes an action out of the base policy that caches all endpoints.</summary>
    private static Blocker? Exclude(FixPlan plan, DocumentEdits edits, SemanticModel semanticModel, MethodDeclarationSyntax method)
    {
        if (method.AttributeLists.Any(static list => list.ContainsDirectives) || method.GetLeadingTrivia().Any(static t => t.IsDirective))
        {
            return Blocker.At(method, "the attributes differ by build");
        }

        if (!plan.Claim(method, nameof(Exclude)))
        {
            return null;
        }

        if (!semanticModel.LookupNamespacesAndTypes(method.SpanStart, name: "OutputCacheAttribute").Any())
        {
            edits.AddUsing(OutputCaching);
        }

        edits.Rewrite(method, rewritten =>
        {
            var declaration = (MethodDeclarationSyntax)rewritten;
            AttributeListSyntax exclusion = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(
                    SyntaxFactory.Attribute(SyntaxFactory.IdentifierName("OutputCache"), SyntaxFactory.ParseAttributeArgumentList("(NoStore = true)"))))
                .WithLeadingTrivia(declaration.GetLeadingTrivia())
                .WithTrailingTrivia(SyntaxFactory.LineFeed);
            declaration = declaration.WithLeadingTrivia(SyntaxFactory.Whitespace(Indentation.Of(method)));
            return declaration.WithAttributeLists(declaration.AttributeLists.Insert(0, exclusion));
        });
        return null;
    }

    /// <summary>The endpoint's own policy has the last word: after its group's, after the base policies.</summary>
    private static InvocationExpressionSyntax WithoutOutputCache(InvocationExpressionSyntax map) =>
        SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, map.WithoutTrailingTrivia(), SyntaxFactory.IdentifierName("CacheOutput")),
                SyntaxFactory.ParseArgumentList("(policy => policy.NoCache())"))
            .WithTrailingTrivia(map.GetTrailingTrivia());

    private static Blocker? Remove<TOwner>(
        FixPlan plan, DocumentEdits edits, TOwner owner, Func<TOwner, SyntaxList<AttributeListSyntax>> listsOf, Func<TOwner, SyntaxList<AttributeListSyntax>, TOwner> withLists)
        where TOwner : SyntaxNode
    {
        if (listsOf(owner).SelectMany(static list => list.Attributes).Count(IsCaching) != 1)
        {
            return Blocker.At(owner, "which attribute caches the response cannot be seen");
        }

        if (listsOf(owner).Any(static list => list.ContainsDirectives))
        {
            return Blocker.At(owner, "the attributes differ by build");
        }

        if (plan.Claim(owner, nameof(Remove)))
        {
            edits.Rewrite(owner, rewritten =>
            {
                var changed = (TOwner)rewritten;
                SyntaxTriviaList leading = changed.GetLeadingTrivia();
                return withLists(changed, WithoutCaching(listsOf(changed))).WithLeadingTrivia(leading);
            });
        }

        return null;
    }

    private static SyntaxList<AttributeListSyntax> WithoutCaching(SyntaxList<AttributeListSyntax> lists)
    {
        var kept = new List<AttributeListSyntax>();
        foreach (AttributeListSyntax list in lists)
        {
            AttributeListSyntax rest = list.RemoveNodes(list.Attributes.Where(IsCaching), SyntaxRemoveOptions.KeepNoTrivia)!;
            if (rest.Attributes.Count > 0)
            {
                kept.Add(rest);
            }
            else if (kept.Count > 0 && !kept[kept.Count - 1].GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia))
            {
                // [HttpGet] [OutputCache] end their line together.
                kept[kept.Count - 1] = kept[kept.Count - 1].WithTrailingTrivia(list.GetTrailingTrivia());
            }
        }

        return SyntaxFactory.List(kept);
    }

    private static bool HasCaching(SyntaxList<AttributeListSyntax> lists) => lists.Any(static list => list.Attributes.Any(IsCaching));

    private static bool IsCaching(AttributeSyntax attribute)
    {
        string name = attribute.Name switch
        {
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            _ => "",
        };
        return name is "OutputCache" or "OutputCacheAttribute" or "ResponseCache" or "ResponseCacheAttribute";
    }

    /// <summary>The calls of <c>CacheOutput</c> in the chain that begins with a mapping.</summary>
    private static IEnumerable<InvocationExpressionSyntax> Cachings(InvocationExpressionSyntax map)
    {
        for (InvocationExpressionSyntax call = map; call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next }; call = next)
        {
            if (SignInScope.NameOf(next) == "CacheOutput")
            {
                yield return next;
            }
        }
    }

    /// <summary>Whether a comment stands in the call or before its dot.</summary>
    private static bool HasComment(InvocationExpressionSyntax call) =>
        Receiver(call).GetTrailingTrivia()
            .Concat(call.DescendantTrivia().Where(t => !Receiver(call).FullSpan.Contains(t.Span) && t.Span.End <= call.Span.End))
            .Any(static t => !Trivia.IsBlank(t));

    private static ExpressionSyntax Receiver(InvocationExpressionSyntax call) => ((MemberAccessExpressionSyntax)call.Expression).Expression;
}
