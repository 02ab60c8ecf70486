using GranularSessions;

namespace RaceLab.Classics;

/// <summary>The visit counter: each visitor has one of their own, and each request of a visitor counts, parallel ones too.</summary>
public static class VisitCounter
{
    public static void MapVisitCounter(this IEndpointRouteBuilder classics)
    {
        classics.MapGet("/visits", async (HttpContext context, CancellationToken cancellation)
            => new VisitCount(await Visits(context).GetAsync(cancellation)));

        classics.MapPost("/visits/increment", async (HttpContext context, CancellationToken cancellation)
            => new VisitCount(await Visits(context).IncrementAsync(cancellationToken: cancellation)));

        classics.MapPost("/visits/clear", async (HttpContext context, CancellationToken cancellation) =>
        {
            await Visits(context).RemoveAsync(cancellation);
            return new VisitCount(0);
        });
    }

    private static SessionCounter Visits(HttpContext context) => context.GetSessionState().Counter("visits");
}
