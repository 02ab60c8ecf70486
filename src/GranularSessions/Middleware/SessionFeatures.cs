using GranularSessions.Cookies;
using GranularSessions.Sessions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GranularSessions.Middleware;

/// <summary>Begins a request's session when it is first needed: by the middleware, or by authentication before it.</summary>
internal sealed class SessionFeatures(SessionServices services, SessionCookie cookie, ILogger<GranularSessionMiddleware> logger)
{
    public GranularSessionFeature GetOrBegin(HttpContext context)
        => context.Features.Get<GranularSessionFeature>() ?? Begin(context);

    private GranularSessionFeature Begin(HttpContext context)
    {
        var feature = new GranularSessionFeature(context, services, cookie, logger);
        context.Features.Set(feature);
        if (!context.Response.HasStarted)
        {
            context.Response.OnStarting(static state => ((GranularSessionFeature)state).OnStartingAsync(), feature);
        }

        context.Response.OnCompleted(static state => ((GranularSessionFeature)state).CompleteAsync(), feature);
        return feature;
    }
}
