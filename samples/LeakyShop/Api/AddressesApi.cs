using LeakyShop.Infrastructure;

namespace LeakyShop.Api;

public static class AddressesApi
{
    public static void MapAddresses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/addresses");

        group.MapPost("/first", (string street, HttpContext context) =>
        {
            context.Session.SetObjectAsJson("Addresses", new List<string> { street });
            return Results.NoContent();
        });

        group.MapPost("/", (string street, HttpContext context) =>
        {
            var addresses = context.Session.GetObjectFromJson<List<string>>("Addresses") ?? new List<string>();
            addresses.Add(street);
            return Results.NoContent();
        });
    }
}
