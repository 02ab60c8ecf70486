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
        switch (site.Kind)
        {
            case SessionAccessKind.Read when site.Serialization == Serialization.Int32:
                bool isCoalesced = CoalescedWithZero(site.Call) is { } coalesced;
                place = CoalescedWithZero(site.Call) ?? place;
                access = isCoalesced ? "GetAsync()" : "GetOrNullAsync()";
                if (!isCoalesced && !move.Store.IsCounter)
                {
                    move.Edits.In(site.Document).AddUsing(GranularSymbols.Namespace);
                }

                cast = !move.Store.IsCounter ? null : isCoalesced ? "(int)" : "(int?)";
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
        move.AwaitAt(site.Document, site.Call);
        move.UseState(site.Document, site.Call);
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
