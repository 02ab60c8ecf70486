using RaceLab.Racing;

namespace RaceLab.Strategies;

/// <summary>The stock session on the routes that need one, and none on the route that takes long.</summary>
public sealed class SessionWhereNeeded(Backend backend) : StockSession(backend)
{
    private readonly Backend _backend = backend;

    public override void UseSession(IApplicationBuilder app)
        => app.UseWhen(
            context => context.GetEndpoint()?.Metadata.GetMetadata<SlowRoute>() is null,
            withSession => withSession.UseSession());

    // The response carries the report; nothing is noted in a session.
    public override Task WriteReportAsync(HttpContext context) => _backend.WriteReportAsync(context.RequestAborted);
}
