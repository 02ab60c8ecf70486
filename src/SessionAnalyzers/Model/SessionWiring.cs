using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SessionAnalyzers.Model;

/// <summary>Compares where an app uses the session with where its pipeline has one. Silent where other projects may decide.</summary>
internal sealed class SessionWiring
{
    private readonly SessionModel _model;
    private readonly ImmutableArray<AppPipeline> _pipelines;
    private readonly CancellationToken _cancellationToken;

    private SessionWiring(SessionModel model, CancellationToken cancellationToken)
    {
        _model = model;
        _pipelines = PipelineReader.Read(model, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    public static ImmutableArray<SessionWiringFault> FaultsOf(SessionModel model, CancellationToken cancellationToken)
    {
        // Whoever handles the feature knows that it may be missing, or provides it.
        var app = model.App;
        if (app.Mentions("ISessionFeature") || !(app.Mentions(WellKnownMemberNames.HttpContext.Session) || app.Invokes("UseSession")))
        {
            return [];
        }

        var wiring = new SessionWiring(model, cancellationToken);
        return [.. wiring._pipelines.Select(pipeline => pipeline.HasSession ? wiring.FaultOfPlace(pipeline) : wiring.FaultOfAbsence(pipeline)).Append(wiring.FaultOfServices()).OfType<SessionWiringFault>()];
    }

    private SessionWiringFault? FaultOfAbsence(AppPipeline pipeline)
    {
        if (!pipeline.IsWhole || ((_model.App.Invokes("UseSession") || _model.App.Invokes("UseGranularSessions")) && !_pipelines.Any(static other => other.HasSession)))
        {
            return null;
        }

        foreach (var step in pipeline.All)
        {
            if (UseIn(step) is { } use)
            {
                return new(SessionWiringProblem.Missing, step.Location, use, $"is missing: {step.Name} uses the session here, which throws InvalidOperationException");
            }
        }

        return UseInEndpoints(pipeline) is { } endpoint && StepThatRuns(endpoint, pipeline) is { } site
            ? new(SessionWiringProblem.Missing, site.Location, endpoint, $"is missing: the session is used in {Display(endpoint)}, which throws InvalidOperationException")
            : null;
    }

    private SessionWiringFault? FaultOfPlace(AppPipeline pipeline)
    {
        if (pipeline.Steps.FirstOrDefault(static step => step.Kind == PipelineStepKind.Session) is not { } session)
        {
            return FaultOfBranch(pipeline);
        }

        var before = pipeline.All.TakeWhile(static step => step.Kind != PipelineStepKind.Session).ToList();
        foreach (var step in before)
        {
            if (UseIn(step) is { } use && !(step.Kind == PipelineStepKind.Terminal && pipeline.Steps.Contains(step)))
            {
                return new(SessionWiringProblem.TooLate, step.Location, use, $"comes after this {step.Name}, which uses the session: it throws InvalidOperationException");
            }
        }

        return before.Find(step => !step.IsConditional && step.Kind is PipelineStepKind.Terminal or PipelineStepKind.Endpoints && pipeline.Steps.Contains(step)) switch
        {
            { Kind: PipelineStepKind.Terminal, Name: var run } => new(SessionWiringProblem.TooLate, session.Location, Use: null, $"comes after {run}, which answers every request: it is never reached"),
            { Name: var run } when UseInEndpoints(pipeline) is { } use && !ServesSomethingLater(pipeline, session)
                => new(SessionWiringProblem.TooLate, session.Location, use, $"comes after {run}, which has run the endpoints by then: they use the session and throw InvalidOperationException"),
            _ => null,
        };
    }

    /// <summary>The session stands only in a branch, and endpoints outside of it use it.</summary>
    private SessionWiringFault? FaultOfBranch(AppPipeline pipeline)
        => pipeline.IsWhole
            && pipeline.Steps.Where(static step => step.All.Any(static inner => inner.Kind == PipelineStepKind.Session)).ToList() is { Count: > 0 } branches
            && branches.All(static branch => branch.Kind == PipelineStepKind.Branch && branch.All.All(static step => step.Kind is not (PipelineStepKind.Mapping or PipelineStepKind.Endpoints or PipelineStepKind.Detour)))
            && UseInEndpoints(pipeline) is { } use
            && StepThatRuns(use, pipeline) is { } site
                ? new(SessionWiringProblem.InBranch, site.Location, use, $"serves only the branch of {branches[0].Name}: the session is used in {Display(use)}, which throws InvalidOperationException")
                : null;

    private SessionWiringFault? FaultOfServices()
    {
        if (_pipelines.SelectMany(static pipeline => pipeline.All).FirstOrDefault(static step => step.Kind == PipelineStepKind.Session && step.Name == "UseSession") is not { } session
            || _model.App.Mentions("ISessionStore") || _model.App.Invokes("AddGranularSessions"))
        {
            return null;
        }

        var services = _model.App.Services;
        if (!_model.App.Invokes("AddSession"))
        {
            return services.MayGoTo(static assembly => assembly == "Microsoft.AspNetCore.Session") ? null
                : new(SessionWiringProblem.NotRegistered, session.Location, Use: null, "needs the services of AddSession: the app does not start without them");
        }

        return _model.App.SessionSetup.Registrations is [{ Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var registration } } }, ..]
            && !services.MemoryCaches.Any() && !services.ImplicitMemoryCaches.Any() && !services.HasOtherCache
            && !services.MayGoTo(static assembly => assembly.StartsWith("Microsoft.Extensions.Caching", StringComparison.Ordinal))
                ? new(SessionWiringProblem.NoCache, registration.GetLocation(), Use: null, "needs a distributed cache, and none is registered: the app does not start")
                : null;
    }

    /// <summary>Where the middleware of a step uses the session.</summary>
    private SyntaxNode? UseIn(PipelineStep step) => step.Handler is { } handler ? RequestSession.FirstIn(handler, _model, _cancellationToken) : null;

    /// <summary>Where an endpoint uses the session that the pipeline runs: one of its own, or one of the only pipeline that runs any.</summary>
    private SyntaxNode? UseInEndpoints(AppPipeline pipeline)
    {
        var runsAll = _pipelines.All(other => other == pipeline || !other.RunsEndpoints);
        return RequestSession.AllIn(_model, _cancellationToken).FirstOrDefault(use => !RequestSession.IsInMiddleware(use)
            && (pipeline.Builds(use) || (runsAll && !_pipelines.Any(other => other.Builds(use)))));
    }

    private static PipelineStep? StepThatRuns(SyntaxNode endpoint, AppPipeline pipeline)
        => pipeline.Steps.FirstOrDefault(step => step.Call.FullSpan.Contains(endpoint.Span) && step.Call.SyntaxTree == endpoint.SyntaxTree)
            ?? pipeline.Steps.FirstOrDefault(static step => step.Kind is PipelineStepKind.Mapping or PipelineStepKind.Endpoints);

    private bool ServesSomethingLater(AppPipeline pipeline, PipelineStep session)
        => pipeline.All.SkipWhile(step => step != session).Any(step => step.Kind is PipelineStepKind.Endpoints or PipelineStepKind.Unknown || UseIn(step) is not null);

    private static string Display(SyntaxNode use)
        => use.Ancestors().FirstOrDefault(static ancestor => ancestor is MemberDeclarationSyntax and not GlobalStatementSyntax) switch
        {
            MethodDeclarationSyntax { Identifier.ValueText: var method, Parent: BaseTypeDeclarationSyntax type } => $"{type.Identifier.ValueText}.{method}",
            PropertyDeclarationSyntax { Identifier.ValueText: var property, Parent: BaseTypeDeclarationSyntax type } => $"{type.Identifier.ValueText}.{property}",
            MemberDeclarationSyntax { Parent: BaseTypeDeclarationSyntax type } => type.Identifier.ValueText,
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            _ => "an endpoint",
        };
}
