namespace RaceLab.Classics.Wrong;

/// <summary>The visit counter as every tutorial has it: two requests that read the same number write the same number.</summary>
public static class VisitCounter
{
    public static void MapVisitCounter(this IEndpointRouteBuilder wrong)
    {
        wrong.MapGet("/visits", (HttpContext context) => new VisitCount(context.Session.GetInt32("visit-count") ?? 0));

        wrong.MapPost("/visits/increment", async (HttpContext context, SlowDisk disk, CancellationToken cancellation) =>
        {
            int visits = (context.Session.GetInt32("visit-count") ?? 0) + 1;
            await disk.WriteAsync(cancellation);
            context.Session.SetInt32("visit-count", visits);
            return new VisitCount(visits);
        });

        wrong.MapPost("/visits/clear", (HttpContext context) =>
        {
            context.Session.Remove("visit-count");
            return new VisitCount(0);
        });
    }
}
