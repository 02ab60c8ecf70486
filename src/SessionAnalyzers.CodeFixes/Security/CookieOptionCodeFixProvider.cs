using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Operations;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Security;

/// <summary>What the fixes of appended cookies have in common: they set one flag to true.</summary>
public abstract class CookieOptionCodeFixProvider : PlannedCodeFixProvider
{
    private const string CookieOptions = "CookieOptions";

    private readonly string _flag;

    private protected CookieOptionCodeFixProvider(string diagnosticId, string flag)
        : base(diagnosticId) => _flag = flag;

    internal sealed override string Title(Diagnostic diagnostic) => $"Set {_flag} to true";

    private protected sealed override string Intent(Diagnostic diagnostic) => "Set" + _flag;

    private protected sealed override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (root?.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax append
            || compilation is null || SessionModel.For(compilation, document.Project.AnalyzerOptions) is not { } model
            || model.GetSemanticModel(append.SyntaxTree) is not { } semanticModel
            || CookieAppend.Of(append, semanticModel, model, cancellationToken) is not { } cookie)
        {
            return new Blocker("the finding is of another source");
        }

        if (((IInvocationOperation)semanticModel.GetOperation(append, cancellationToken)!).Arguments.All(static a => a.Parameter?.Name != "options"))
        {
            AddOptions(plan, document, append, model);
            return null;
        }

        if (await WhyNotShareAsync(plan.Edits.Original, cookie.Settings, model, cancellationToken).ConfigureAwait(false) is { } blocker)
        {
            return blocker;
        }

        if (cookie.Settings.AssignmentsOf(_flag).ToList() is { Count: > 0 } assignments)
        {
            return CookieOptionEdits.Replace(plan, assignments, "true", model);
        }

        if (cookie.Settings.Creations.Count == 0)
        {
            return Blocker.At(append, "the creation of the options cannot be seen");
        }

        foreach (IObjectCreationOperation creation in cookie.Settings.Creations)
        {
            if (CookieOptionEdits.AddTo(plan, creation, owner: null, _flag, "true", model) is { } uneditable)
            {
                return uneditable;
            }
        }

        return null;
    }

    /// <summary>Why the options cannot change for all cookies that are appended with them.</summary>
    private protected virtual Task<Blocker?> WhyNotShareAsync(Solution solution, CookieSettings settings, SessionModel model, CancellationToken cancellationToken) =>
        Task.FromResult<Blocker?>(null);

    /// <summary>The calls of <c>Append</c> that name one of the symbols that the options come through.</summary>
    private protected static async Task<IEnumerable<InvocationExpressionSyntax>> AppendsWithAsync(Solution solution, CookieSettings settings, CancellationToken cancellationToken)
    {
        var appends = new List<InvocationExpressionSyntax>();
        foreach (ISymbol source in settings.Sources)
        {
            foreach (ReferencedSymbol referenced in await SymbolFinder.FindReferencesAsync(source, solution, cancellationToken).ConfigureAwait(false))
            {
                foreach (ReferenceLocation location in referenced.Locations)
                {
                    SyntaxNode? root = await location.Document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
                    if (root?.FindNode(location.Location.SourceSpan).FirstAncestorOrSelf<ArgumentSyntax>()?.Parent?.Parent is InvocationExpressionSyntax append
                        && SignInScope.NameOf(append) == "Append")
                    {
                        appends.Add(append);
                    }
                }
            }
        }

        return appends;
    }

    private void AddOptions(FixPlan plan, Document document, InvocationExpressionSyntax append, SessionModel model)
    {
        if (!plan.Claim(append, _flag))
        {
            return;
        }

        DocumentEdits edits = plan.Edits.In(document);
        CookieOptionEdits.UseType(edits, append, CookieOptions, model);
        string name = append.ArgumentList.Arguments.Any(static a => a.NameColon is not null) ? "options: " : "";
        edits.Rewrite(append.ArgumentList, rewritten =>
        {
            ArgumentSyntax added = SyntaxFactory.ParseArgumentList($"({name}new {CookieOptions} {{ {_flag} = true }})").Arguments[0];
            var list = (ArgumentListSyntax)rewritten;
            SyntaxNodeOrTokenList arguments = list.Arguments.GetWithSeparators()
                .Add(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space))
                .Add(added);
            return list.WithArguments(SyntaxFactory.SeparatedList<ArgumentSyntax>(arguments));
        });
    }
}
