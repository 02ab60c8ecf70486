using LeakyShop.Infrastructure;

namespace LeakyShop.Api;

public static class CustomerApi
{
    public static void MapCustomer(this IEndpointRouteBuilder routes)
    {
        // Every page of our partners asks for it.
        routes.MapGet("/api/customer", (HttpContext context) => Results.Ok(new { Name = context.Session.GetString(SessionKeys.CustomerName) }))
            .CacheOutput();
    }
}
