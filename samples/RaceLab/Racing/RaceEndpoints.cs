using Microsoft.AspNetCore.Http.HttpResults;
using RaceLab.Sources;
using RaceLab.Stores;

namespace RaceLab.Racing;

/// <summary>What the page asks for.</summary>
internal static class RaceEndpoints
{
    public static void MapRaces(this WebApplication app)
    {
        app.MapStrategies();
        app.MapGet("/api/lab", DescribeLab);
        app.MapPost("/api/races", Run);
    }

    private static LabDescription DescribeLab(LabStore store, SourceFiles sources) => new(
        store.Name,
        store.Cache,
        RaceOptions.MinClients,
        RaceOptions.MaxClients,
        [.. StrategyCatalog.All.Select(strategy => new StrategyDescription(
            strategy.Number, strategy.Id, strategy.Title, strategy.Summary, strategy.TradeOff, sources.Of(strategy)))]);

    /// <summary>Answers with a stream of <see cref="RaceEvent"/>, as server-sent events.</summary>
    private static Results<ServerSentEventsResult<RaceEvent>, ValidationProblem> Run(RaceRequest request, RaceEngine engine, CancellationToken cancellation)
    {
        var errors = new Dictionary<string, string[]>();
        StrategyInfo? strategy = StrategyCatalog.Find(request.Strategy);
        if (strategy is null)
        {
            errors["strategy"] = [$"There is no strategy '{request.Strategy}'."];
        }

        if (request.Clients is < RaceOptions.MinClients or > RaceOptions.MaxClients)
        {
            errors["clients"] = [$"There must be {RaceOptions.MinClients} to {RaceOptions.MaxClients} clients."];
        }

        return errors.Count > 0
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.ServerSentEvents(engine.RunAsync(strategy!, request.Clients, cancellation));
    }
}
