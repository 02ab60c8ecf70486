using Microsoft.AspNetCore.Mvc;
using RaceLab.Strategies;

namespace RaceLab.Racing;

/// <summary>The routes that a race's requests take, the same for each strategy.</summary>
internal static class StrategyEndpoints
{
    public const string TokenHeader = "X-Order-Token";

    /// <summary>Where a strategy's routes begin; ends with a slash.</summary>
    public static Uri AddressOf(StrategyInfo strategy, Uri app) => new(app, PathOf(strategy) + "/");

    /// <summary>Maps each strategy behind the session of its own choice. Called after routing.</summary>
    public static void MapStrategies(this WebApplication app)
    {
        foreach (StrategyInfo info in StrategyCatalog.All)
        {
            var strategy = (RaceStrategy)app.Services.GetRequiredService(info.Type);
            app.UseWhen(context => context.Request.Path.StartsWithSegments(PathOf(info)), branch =>
            {
                branch.UseMiddleware<RequestRecording>();
                strategy.UseSession(branch);
            });
            Map(app.MapGroup(PathOf(info)), strategy);
        }
    }

    private static string PathOf(StrategyInfo strategy) => "/strategies/" + strategy.Id;

    private static void Map(RouteGroupBuilder routes, RaceStrategy strategy)
    {
        routes.MapPost("/visitors", (Delegate)(async (HttpContext context) => new BegunVisit(await strategy.BeginAsync(context))));
        routes.MapPost("/cart/{article}", async (HttpContext context, string article) =>
        {
            await strategy.AddToCartAsync(context, article);
            return new ActionAnswer(Accepted: true);
        });
        MapAction("/visits", async context => new(Accepted: true, await strategy.CountVisitAsync(context)));
        routes.MapPost("/orders", async (HttpContext context, [FromHeader(Name = TokenHeader)] string token)
            => new ActionAnswer(await strategy.SubmitOrderAsync(context, token)));
        MapAction("/votes", async context => new(await strategy.VoteAsync(context)));
        MapAction("/reports", async context =>
        {
            await strategy.WriteReportAsync(context);
            return new(Accepted: true);
        }).WithMetadata(new SlowRoute());
        routes.MapGet("/state", (Delegate)strategy.ReadAsync);

        // A delegate of one HttpContext that is not said to be one is taken for a RequestDelegate, and its answer dropped.
        RouteHandlerBuilder MapAction(string route, Func<HttpContext, Task<ActionAnswer>> act) => routes.MapPost(route, (Delegate)act);
    }

    /// <summary>A visit that has begun.</summary>
    /// <param name="OrderToken">What the visitor's order form carries.</param>
    public sealed record BegunVisit(string OrderToken);
}
