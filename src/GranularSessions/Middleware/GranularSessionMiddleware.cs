using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GranularSessions.Middleware;

/// <summary>Gives each request its session, and commits it before the response starts.</summary>
internal sealed class GranularSessionMiddleware(RequestDelegate next, SessionFeatures features)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var feature = features.GetOrBegin(context);
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (inner is CommittingResponseBody)
        {
            // The middleware stands in this pipeline twice; the outer one commits.
            await next(context).ConfigureAwait(false);
            return;
        }

        feature.EnterPipeline();
        context.Features.Set<ISessionFeature>(feature);
        var body = new CommittingResponseBody(inner, feature);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response.HasStarted)
            {
                await feature.CommitLateAsync().ConfigureAwait(false);
                body.Release();
            }
            else
            {
                await body.CommitAsync().ConfigureAwait(false);
            }
        }
        catch
        {
            feature.DiscardChanges();
            throw;
        }
        finally
        {
            context.Features.Set(inner);
            feature.LeavePipeline();
        }

        await feature.RefreshAsync().ConfigureAwait(false);
    }
}
