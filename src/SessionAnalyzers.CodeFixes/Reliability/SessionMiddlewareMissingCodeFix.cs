using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SessionAnalyzers.Model;
using SessionAnalyzers.Rewriting;

namespace SessionAnalyzers.Reliability;

/// <summary>Adds <c>UseSession</c>, moves it up, or registers what it needs (SESS3009).</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionMiddlewareMissingCodeFix)), Shared]
public sealed class SessionMiddlewareMissingCodeFix() : PlannedCodeFixProvider("SESS3009")
{
    private const string AddCache = "AddDistributedMemoryCache();";

    internal override string Title(Diagnostic diagnostic) => ProblemOf(diagnostic) switch
    {
        SessionWiringProblem.TooLate => "Move UseSession up",
        SessionWiringProblem.NotRegistered => "Register the session's services",
        SessionWiringProblem.NoCache => "Register an in-memory cache for the session",
        _ => "Add UseSession to the pipeline",
    };

    private protected override string Intent(Diagnostic diagnostic) => ProblemOf(diagnostic)?.ToString() ?? "";

    private protected override Task<Blocker?> PlanAsync(FixPlan plan, Finding finding, CancellationToken cancellationToken) =>
        Task.FromResult(Plan(plan, finding, cancellationToken));

    private static Blocker? Plan(FixPlan plan, Finding finding, CancellationToken cancellationToken)
    {
        if (finding.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call
            || ProblemOf(finding.Diagnostic) is not { } problem
            || Statements.Containing(call) is not { } statement)
        {
            return Blocker.OfAnotherSource;
        }

        SessionModel model = finding.Model;
        DocumentEdits edits = plan.Edits.In(finding.Document);
        switch (problem)
        {
            case SessionWiringProblem.Missing or SessionWiringProblem.InBranch:
                return BuilderOf(call) is not { } builder ? Blocker.At(call, "the builder has no name here")
                    : !plan.Claim(statement, nameof(SessionWiringProblem.Missing)) ? null
                    : StatementList.InsertBefore(edits, statement, $"{builder}.UseSession();") ?? (model.App.Invokes("AddSession") ? null : Register(plan, call, model, cancellationToken));
            case SessionWiringProblem.TooLate:
                return Move(plan, edits, statement, model, cancellationToken);
            case SessionWiringProblem.NotRegistered:
                return Register(plan, call, model, cancellationToken);
            default:
                return call.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or MemberAccessExpressionSyntax } member ? Blocker.At(call, "the services have no name here")
                    : !plan.Claim(statement, AddCache) ? null
                    : StatementList.InsertBefore(edits, statement, $"{member.Expression.WithoutTrivia()}.{AddCache}");
        }
    }

    private static SessionWiringProblem? ProblemOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(SessionMiddlewareMissing.ProblemProperty, out string? name) && Enum.TryParse(name, out SessionWiringProblem problem) ? problem : null;

    /// <summary>The variable that a chain of calls begins with.</summary>
    private static string? BuilderOf(InvocationExpressionSyntax call)
    {
        ExpressionSyntax expression = call;
        while (true)
        {
            switch (expression)
            {
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member }:
                    expression = member.Expression;
                    break;
                case IdentifierNameSyntax { Identifier.Text: var name }:
                    return name;
                default:
                    return null;
            }
        }
    }

    /// <summary>Moves the statement of <c>UseSession</c> before the statement that uses the session, or runs endpoints that do.</summary>
    private static Blocker? Move(FixPlan plan, DocumentEdits edits, StatementSyntax found, SessionModel model, CancellationToken cancellationToken)
    {
        if (model.App.SessionSetup.Uses is not [{ Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax } } use }]
            || use.Parent is not ExpressionStatementSyntax session)
        {
            return Blocker.At(found, "UseSession is not a statement of its own, or not the only one");
        }

        StatementSyntax? place = session != found ? found : FirstThatEnds(session, model, cancellationToken);
        return place is null || place.SyntaxTree != session.SyntaxTree ? Blocker.At(session, "what comes before UseSession is in another place")
            : plan.Claim(session, nameof(Move)) ? StatementList.MoveBefore(edits, session, place)
            : null;
    }

    /// <summary>The first statement before <c>UseSession</c> after which requests do not go on.</summary>
    private static StatementSyntax? FirstThatEnds(StatementSyntax session, SessionModel model, CancellationToken cancellationToken) =>
        PipelineReader.Read(model, cancellationToken)
            .SelectMany(static p => p.Steps)
            .Where(step => step.Kind is PipelineStepKind.Endpoints or PipelineStepKind.Terminal && !step.IsConditional && step.Call.SyntaxTree == session.SyntaxTree && step.Call.SpanStart < session.SpanStart)
            .Select(static step => Statements.Containing(step.Call))
            .FirstOrDefault(s => s?.Parent == session.Parent || s?.Parent is GlobalStatementSyntax && session.Parent is GlobalStatementSyntax);

    /// <summary>Registers the session, and a cache where there is none, before the app is built, or at the end of the Startup's services.</summary>
    private static Blocker? Register(FixPlan plan, SyntaxNode place, SessionModel model, CancellationToken cancellationToken)
    {
        bool hasCache = model.App.Services.MemoryCaches.Any() || model.App.Services.ImplicitMemoryCaches.Any() || model.App.Services.HasOtherCache;
        string services;
        Func<DocumentEdits, string, Blocker?> add;
        SyntaxNode target;
        if (place.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(static m => m.Identifier.ValueText == "ConfigureServices") is
            { Body: { } body, ParameterList.Parameters: [{ Identifier.Text: var parameter }] })
        {
            (services, target, add) = (parameter, body, (edits, text) => StatementList.Append(edits, body, text));
        }
        else if (BuildsOf(model, cancellationToken).ToList() is [{ Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: var builder } } } build]
            && Statements.Containing(build) is { } statement)
        {
            (services, target, add) = (builder + ".Services", statement, (edits, text) => StatementList.InsertBefore(edits, statement, text));
        }
        else
        {
            return Blocker.At(place, "where the services are registered cannot be seen");
        }

        if (plan.Edits.Original.GetDocument(target.SyntaxTree) is not { } document || document is SourceGeneratedDocument)
        {
            return Blocker.At(target, "generated code cannot be edited");
        }

        return plan.Claim(target, nameof(Register)) ? add(plan.Edits.In(document), $"{services}.{(hasCache ? "" : "AddDistributedMemoryCache().")}AddSession();") : null;
    }

    private static IEnumerable<InvocationExpressionSyntax> BuildsOf(SessionModel model, CancellationToken cancellationToken) =>
        model.App.Services.Calls.Where(call => SignInScope.NameOf(call) == "Build"
            && model.GetSemanticModel(call.SyntaxTree)!.GetTypeInfo(call, cancellationToken).Type?.Name == "WebApplication");
}
