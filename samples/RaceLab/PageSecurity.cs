using Microsoft.Extensions.Primitives;

namespace RaceLab;

/// <summary>What the page's browser may load: this app's own files, and no inline script or style.</summary>
internal static class PageSecurity
{
    private static readonly StringValues Policy = PolicyWithCallsTo(null);

    /// <summary>The policy of a page whose scripts call another origin too.</summary>
    public static string PolicyWithCallsTo(string? origin)
        => $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' {origin}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static Task AddHeadersAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
