using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace GranularSessions.Tests.Support;

internal static class Endpoints
{
    /// <summary>An endpoint that answers with text (a lambda from HttpContext to Task would be taken for a RequestDelegate).</summary>
    public static void Text(this WebApplication app, string path, Func<HttpContext, SessionState, Task<string>> handler)
        => app.MapGet(path, new Func<HttpContext, Task<IResult>>(
            async context => Results.Text(await handler(context, context.GetSessionState()))));

    /// <summary>An endpoint that answers with text made from <see cref="HttpContext.Session"/>.</summary>
    public static void Text(this WebApplication app, string path, Func<HttpContext, string> handler)
        => app.MapGet(path, new Func<HttpContext, IResult>(context => Results.Text(handler(context))));

    /// <summary>An endpoint that does something and answers with no body.</summary>
    public static void Act(this WebApplication app, string path, Func<HttpContext, SessionState, Task> handler)
        => app.MapGet(path, (HttpContext context) => handler(context, context.GetSessionState()));

    public static void Act(this WebApplication app, string path, Action<HttpContext> handler)
        => app.MapGet(path, (HttpContext context) => handler(context));
}
