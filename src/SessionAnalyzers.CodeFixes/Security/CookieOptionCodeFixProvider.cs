using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>What the fixes of single cookies have in common: they set, or take away, one member of the cookie's options.</summary>
public abstract class CookieOptionCodeFixProvider : PlannedCodeFixProvider
{
    private const string CookieOptions = "CookieOptions";

    private protected CookieOptionCodeFixProvider(string diagnosticId)
        : base(diagnosticId)
    {
    }

    internal sealed override string Title(Diagnostic diagnostic) => MemberOf(diagnostic) switch
    {
        "Domain" => "Remove Domain",
        "Path" => "Set Path to \"/\"",
        var flag => $"Set {flag} of the cookie",
    };

    private protected sealed override string Intent(Diagnostic diagnostic) => "Set" + MemberOf(diagnostic);

    private protected sealed override async Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        (Document document, SessionModel model) = (finding.Document, finding.Model);
        if (finding.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || CookieAnalyzer.Of(call, finding.SemanticModel, model, cancellationToken) is not { } cookie
            || MemberOf(finding.Diagnostic) is not { } member)
        {
            return Blocker.OfAnotherSource;
        }

        if (await WhyNotShareAsync(plan.Edits.Original, call, member, cookie, model, cancellationToken).ConfigureAwait(false) is { } blocker)
        {
            return blocker;
        }

        if (member == "Domain")
        {
            return CookieOptionEdits.Remove(plan, cookie.Settings.AssignmentsOf(member));
        }

        return cookie is CookieRegistration registration
            ? CookieRegistrationEdits.Set(plan, document, call, registration, member == "Secure" ? "SecurePolicy" : member, model, cancellationToken)
            : SetOnAppend(plan, document, call, cookie, member, model);
    }

    private static string? MemberOf(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(CookieAnalyzer.MemberProperty, out string? member) ? member : null;

    private static Blocker? SetOnAppend(FixPlan plan, Document document, InvocationExpressionSyntax append, Cookie cookie, string member, SessionModel model)
    {
        string value = member == "Path" ? "\"/\"" : "true";
        if (cookie.Settings.IsBuilt && member == "Secure")
        {
            (member, value) = ("SecurePolicy", "CookieSecurePolicy.Always");
        }

        if (cookie.Settings.AssignmentsOf(member).ToList() is { Count: > 0 } assignments)
        {
            return CookieOptionEdits.Replace(plan, assignments, value, model);
        }

        if (cookie.Settings.Creations.Count > 0)
        {
            return cookie.Settings.Creations.Select(c => CookieOptionEdits.AddTo(plan, c, owner: null, member, value, model)).FirstOrDefault(static b => b is not null);
        }

        if (((IInvocationOperation)model.GetSemanticModel(append.SyntaxTree)!.GetOperation(append)!).Arguments.Any(static a => a.Parameter?.Name == "options"))
        {
            return Blocker.At(append, "the creation of the options cannot be seen");
        }

        AddOptions(plan, document, append, member, model);
        return null;
    }

    /// <summary>Why the options cannot change for all cookies that are appended with them.</summary>
    private protected virtual Task<Blocker?> WhyNotShareAsync(Solution solution, InvocationExpressionSyntax call, string member, Cookie cookie, SessionModel model, CancellationToken cancellationToken) =>
        Task.FromResult<Blocker?>(null);

    /// <summary>The calls of <c>Append</c> that name one of the symbols that the options come through.</summary>
    private protected static async Task<IEnumerable<(InvocationExpressionSyntax Syntax, Cookie Cookie)>> AppendsWithAsync(Solution solution, CookieSettings settings, SessionModel model, CancellationToken cancellationToken)
    {
        var appends = new List<(InvocationExpressionSyntax, Cookie)>();
        foreach (ISymbol source in settings.Sources)
        {
            foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(source, solution, cancellationToken).ConfigureAwait(false))
            {
                foreach (ReferenceLocation location in referenced.Locations)
                {
                    SyntaxNode? root = await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                    if (root?.FindNode(location.Location.SourceSpan).FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax append
                        && model.GetSemanticModel(append.SyntaxTree) is { } semanticModel
                        && CookieAnalyzer.Of(append, semanticModel, model, cancellationToken) is CookieAppend cookie)
                    {
                        appends.Add((append, cookie));
                    }
                }
            }
        }

        return appends;
    }

    private static void AddOptions(FixPlan plan, Document document, InvocationExpressionSyntax append, string flag, SessionModel model)
    {
        if (!plan.Claim(append, flag))
        {
            return;
        }

        DocumentEdits edits = plan.Edits.In(document);
        CookieOptionEdits.UseType(edits, append, CookieOptions, model);
        string name = append.ArgumentList.Arguments.Any(static a => a.NameColon is not null) ? "options: " : "";
        edits.Rewrite(append.ArgumentList, rewritten =>
        {
            ArgumentSyntax added = SyntaxFactory.ParseArgumentList($"({name}new {CookieOptions} {{ {flag} = true }})").Arguments[0];
            var list = (ArgumentListSyntax)rewritten;
            SyntaxNodeOrTokenList arguments = list.Arguments.GetWithSeparators()
                .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                .Add(added);
            return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(arguments));
        });
    }
}
