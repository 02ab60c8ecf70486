using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>Sets an option of a cookie of the framework where its registration sets the others.</summary>
internal static class CookieRegistrationEdits
{
    /// <summary>Makes an option of the cookie's builder safe: <c>SecurePolicy</c>, <c>HttpOnly</c>, <c>SameSite</c> or <c>Path</c>; or sets <c>IsEssential</c>.</summary>
    /// <returns>What is in the way; null when done.</returns>
    public static Blocker? Set(FixPlan plan, Document document, InvocationExpressionSyntax call, CookieRegistration registration, string option, SessionModel model, CancellationToken cancellationToken)
    {
        string value = option switch
        {
            "SecurePolicy" => "CookieSecurePolicy.Always",
            "SameSite" => "SameSiteMode.Lax",
            "Path" => "\"/\"",
            _ => "true",
        };
        CookieSettings settings = registration.Settings;
        if (settings.AssignmentsOf(option).ToList() is { Count: > 0 } assignments)
        {
            return CookieOptionEdits.Replace(plan, assignments, value, model);
        }

        if (settings.Creations.Where(static c => c.Type?.Name == "CookieBuilder").ToList() is { Count: > 0 } builders)
        {
            return builders.Select(b => CookieOptionEdits.AddTo(plan, b, owner: null, option, value, model)).FirstOrDefault(static b => b is not null);
        }

        if (settings.Creations.Count > 0)
        {
            return settings.Creations.Select(c => CookieOptionEdits.AddTo(plan, c, owner: "Cookie", option, value, model)).FirstOrDefault(static b => b is not null);
        }

        if (registration.Options is { } callback)
        {
            return CookieOptionEdits.AddToCallback(plan, callback, option, value, model, cancellationToken);
        }

        AddCallback(plan.Edits.In(document), call, option, value, model);
        return null;
    }

    /// <summary>Gives a registration that sets nothing a lambda.</summary>
    private static void AddCallback(DocumentEdits edits, InvocationExpressionSyntax call, string option, string value, SessionModel model)
    {
        CookieOptionEdits.UseEnum(edits, call, value, model);
        bool isTaken = model.GetSemanticModel(call.SyntaxTree)!.LookupSymbols(call.SpanStart, name: "options").Any(static s => s is ILocalSymbol or IParameterSymbol);
        string options = isTaken ? "session" : "options";
        edits.Rewrite(call.ArgumentList, rewritten =>
        {
            ArgumentSyntax added = SyntaxFactory.ParseArgumentList($"({options} => {options}.Cookie.{option} = {value})").Arguments[0];
            var list = (ArgumentListSyntax)rewritten;
            return list.WithArguments(list.Arguments.Count == 0
                ? SyntaxFactory.SingletonSeparatedList(added)
                : SyntaxFactory.SeparatedList<ArgumentSyntax>(list.Arguments.GetWithSeparators()
                    .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                    .Add(added)));
        });
    }
}
