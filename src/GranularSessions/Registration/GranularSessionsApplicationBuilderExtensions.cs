using GranularSessions.Middleware;
using GranularSessions.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts granular sessions into the pipeline.</summary>
public static class GranularSessionsApplicationBuilderExtensions
{
    /// <summary>
    /// Gives every request that passes here its session: <c>HttpContext.Session</c> and <c>HttpContext.GetSessionState()</c>.
    /// Takes the place of <c>UseSession</c>: after routing and exception handling, before whatever uses the session.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <exception cref="InvalidOperationException"><c>AddGranularSessions</c> was not called.</exception>
    public static IApplicationBuilder UseGranularSessions(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.ApplicationServices.GetService<IServiceProviderIsService>()?.IsService(typeof(SessionServices)) != true)
        {
            throw new InvalidOperationException("UseGranularSessions needs its services: call builder.Services.AddGranularSessions().");
        }

        return app.UseMiddleware<GranularSessionMiddleware>();
    }
}
