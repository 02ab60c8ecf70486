using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Reads the values while the request lasts, where nothing but values is needed afterwards (SESS3002).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionUsedAfterRequestCodeFix)), Shared]
public sealed class SessionUsedAfterRequestCodeFix() : PlannedCodeFixProvider("SESS3002")
{
    internal override string Title(Diagnostic diagnostic) => "Read the session's values before";

    private protected override string Intent(Diagnostic diagnostic) => "ReadBefore";

    private protected override async Task<Blocker?> PlanAsync(FixPlan plan, Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        Compilation? compilation = await document.Project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (root is null || compilation is null || SessionModel.For(compilation) is not { } model || model.GetSemanticModel(root.SyntaxTree) is not { } semanticModel)
        {
            return new Blocker("the finding is of another source");
        }

        var lifetime = new RequestLifetime(model, cancellationToken);
        SessionAccess? access = model.GetBodies(root.SyntaxTree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .FirstOrDefault(a => a.Location.SourceSpan == diagnostic.Location.SourceSpan && lifetime.Of(a) is not null);
        return access is not null && lifetime.Of(access) is { Scope: AnonymousFunctionExpressionSyntax function }
            ? ReadHoist.Out(plan.Edits.In(document), function, model, semanticModel, cancellationToken)
            : new Blocker("the session is not used by a lambda", diagnostic.Location);
    }
}
