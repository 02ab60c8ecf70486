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

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        var lifetime = new RequestLifetime(finding.Model, cancellationToken);
        SessionAccess? access = finding.Model.GetBodies(finding.Root.SyntaxTree, cancellationToken)
            .SelectMany(static b => b.Accesses)
            .FirstOrDefault(a => a.Location.SourceSpan == finding.Span && lifetime.Of(a) is not null);
        return access is not null && lifetime.Of(access) is { Scope: AnonymousFunctionExpressionSyntax function }
            ? ReadHoist.Out(plan.Edits.In(finding.Document), function, finding.Model, finding.SemanticModel, cancellationToken)
            : new Blocker("the session is not used by a lambda", finding.Diagnostic.Location);
    }
}
