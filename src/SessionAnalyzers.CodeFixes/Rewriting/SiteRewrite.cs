using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;

namespace SessionAnalyzers.Rewriting;

/// <summary>Replaces one access that stands alone: a read, a set, a removal.</summary>
internal static class SiteRewrite
{
    public static Blocker? Plan(KeyMove move, KeySite site, CancellationToken cancellationToken)
    {
        string item = move.Item(site);
        SyntaxNode place = site.Call;
        string access;
        string? cast = null;
        bool isCollection = move.Store.Kind is ItemKind.List or ItemKind.Set or ItemKind.Map;
        switch (site.Kind)
        {
            case SessionAccessKind.Read when isCollection:
                return PlanCollection(move, site, item);
            case SessionAccessKind.Write when isCollection:
                return Blocker.At(site.Call, "the whole collection is replaced");
            case SessionAccessKind.Remove when isCollection:
                access = "ClearAsync()";
                break;
            case SessionAccessKind.Read when site.Serialization == Serialization.Int32:
                bool isCoalesced = CoalescedWithZero(site.Call) is { } coalesced;
                place = CoalescedWithZero(site.Call) ?? place;
                access = isCoalesced ? "GetAsync()" : "GetOrNullAsync()";
                if (!isCoalesced && move.Store.Kind != ItemKind.Counter)
                {
                    move.Edits.In(site.Document).AddUsing(GranularSymbols.Namespace);
                }

                cast = move.Store.Kind != ItemKind.Counter ? null : isCoalesced ? "(int)" : "(int?)";
                if (cast is not null && IsChecked(site))
                {
                    return Blocker.At(site.Call, "a checked context would notice an overflow elsewhere");
                }

                break;
            case SessionAccessKind.Read:
                access = "GetAsync()";
                break;
            case SessionAccessKind.Write:
                access = $"SetAsync({site.Value!.WithoutTrivia()})";
                break;
            case SessionAccessKind.Remove:
                access = "RemoveAsync()";
                break;
            default:
                return Blocker.At(site.Call, "an access of another kind");
        }

        string suppression = site.Kind == SessionAccessKind.Read && site.HidesNull && site.SemanticModel.GetNullableContext(site.Call.SpanStart).AnnotationsEnabled() ? "!" : "";
        move.AwaitAt(site, site.Call);
        move.Edits.In(site.Document).Rewrite(place, rewritten =>
        {
            // What is written may itself have been rewritten.
            string text = site.Kind == SessionAccessKind.Write && rewritten is InvocationExpressionSyntax call
                ? $"SetAsync({ValueIn(call, site)})"
                : access;
            ExpressionSyntax awaited = suppression.Length > 0
                ? SyntaxFactory.ParseExpression($"(await {item}.{text})!")
                : SyntaxFactory.ParseExpression($"{cast}await {item}.{text}");
            return Awaits.InPlaceOf(awaited, place).WithTriviaFrom(rewritten);
        });
        return null;
    }

    /// <summary>A collection is read as a copy of its own, empty when it is absent.</summary>
    private static Blocker? PlanCollection(KeyMove move, KeySite site, string item)
    {
        if (site.Call.Parent is not BinaryExpressionSyntax coalesce || !CollectionRewrite.IsCoalescedWithEmpty(coalesce, e => e == site.Call))
        {
            return Blocker.At(site.Call, "an absent collection is not read as an empty one");
        }

        ExpressionSyntax place = coalesce.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : coalesce;
        string copy = move.Store.Kind switch
        {
            ItemKind.List => $"(await {item}.GetAllAsync()).ToList()",
            ItemKind.Set => $"(await {item}.GetAllAsync()).ToHashSet()",
            _ => $"new {site.Type!.ToMinimalDisplayString(site.SemanticModel, site.Call.SpanStart)}(await {item}.GetAllAsync())",
        };
        if (move.Store.Kind != ItemKind.Map
            && !site.SemanticModel.LookupSymbols(site.Call.SpanStart, (INamedTypeSymbol)site.Type!, "ToHashSet", includeReducedExtensionMethods: true).Any())
        {
            move.Edits.In(site.Document).AddUsing("System.Linq");
        }

        move.AwaitAt(site, site.Call);
        move.Edits.In(site.Document).Rewrite(place, rewritten => SyntaxFactory.ParseExpression(copy).WithTriviaFrom(rewritten));
        return null;
    }

    /// <summary>The whole of <c>GetInt32(key) ?? 0</c> around a read, with its parentheses.</summary>
    public static ExpressionSyntax? CoalescedWithZero(ExpressionSyntax read)
    {
        if (read.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: LiteralExpressionSyntax { Token.Value: 0 } } coalesce && coalesce.Left == read)
        {
            return coalesce.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : coalesce;
        }

        return read.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "GetValueOrDefault", Parent: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0 } call } access && access.Expression == read
            ? call
            : null;
    }

    public static bool IsChecked(KeySite site)
    {
        foreach (SyntaxNode ancestor in site.Call.Ancestors())
        {
            switch (ancestor.Kind())
            {
                case SyntaxKind.CheckedExpression or SyntaxKind.CheckedStatement:
                    return true;
                case SyntaxKind.UncheckedExpression or SyntaxKind.UncheckedStatement:
                    return false;
            }
        }

        return ((CSharpCompilationOptions)site.SemanticModel.Compilation.Options).CheckOverflow;
    }

    private static string ValueIn(InvocationExpressionSyntax rewritten, KeySite site)
    {
        int index = site.Call.ArgumentList.Arguments.IndexOf((ArgumentSyntax)site.Value!.FirstAncestorOrSelf<ArgumentSyntax>()!);
        return rewritten.ArgumentList.Arguments[index].Expression.WithoutTrivia().ToString();
    }
}
