using GranularSessions.Cookies;
using GranularSessions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Middleware;

/// <summary>Gives each request its session, and commits it before the response starts.</summary>
internal sealed class GranularSessionMiddleware(
    RequestDelegate next, SessionServices services, SessionCookie cookie, ILogger<GranularSessionMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var feature = context.Features.Get<GranularSessionFeature>() ?? Begin(context);
        var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (body is CommittingResponseBody)
        {
            // The middleware stands in this pipeline twice; the outer one commits.
            await next(context).ConfigureAwait(false);
            return;
        }

        feature.EnterPipeline();
        context.Features.Set<ISessionFeature>(feature);
        context.Features.Set<IHttpResponseBodyFeature>(new CommittingResponseBody(body, feature));
        try
        {
            await next(context).ConfigureAwait(false);
            if (context.Response.HasStarted)
            {
                await feature.CommitLateAsync().ConfigureAwait(false);
            }
            else
            {
                await feature.CommitAsync().ConfigureAwait(false);
            }
        }
        catch
        {
            feature.DiscardChanges();
            throw;
        }
        finally
        {
            context.Features.Set(body);
            feature.LeavePipeline();
        }

        await feature.RefreshAsync().ConfigureAwait(false);
    }

    private GranularSessionFeature Begin(HttpContext context)
    {
        var feature = new GranularSessionFeature(context, services, cookie, logger);
        context.Features.Set(feature);
        context.Response.OnStarting(static state => ((GranularSessionFeature)state).OnStartingAsync(), feature);
        context.Response.OnCompleted(static state => ((GranularSessionFeature)state).CompleteAsync(), feature);
        return feature;
    }
}
