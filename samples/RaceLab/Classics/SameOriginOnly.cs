namespace RaceLab.Classics;

/// <summary>
/// Refuses requests that a page of another origin caused, as the browser says in <c>Sec-Fetch-Site</c>, a header that no script can set.
/// SameSite cookies do not: another port or subdomain is the same site. A request without the header comes from no browser of today,
/// and its cookies from nobody's visit.
/// </summary>
internal static class SameOriginOnly
{
    private static readonly string[] Own = ["same-origin", "none"];

    public static TBuilder FromThisOriginOnly<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
        => endpoints.AddEndpointFilter<TBuilder, Filter>();

    private sealed class Filter : IEndpointFilter
    {
        public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        {
            string site = context.HttpContext.Request.Headers["Sec-Fetch-Site"].ToString();
            return site.Length == 0 || Own.Contains(site, StringComparer.Ordinal)
                ? next(context)
                : ValueTask.FromResult<object?>(TypedResults.Problem("Only this origin's own pages may ask for this.", statusCode: StatusCodes.Status403Forbidden));
        }
    }
}
