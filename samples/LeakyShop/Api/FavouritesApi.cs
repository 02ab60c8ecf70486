using LeakyShop.Infrastructure;

namespace LeakyShop.Api;

public static class FavouritesApi
{
    public static void MapFavourites(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/favourites");

        group.MapGet("/", (HttpContext context) =>
        {
            var favourites = context.Session.GetObjectFromJson<List<int>>("Favourites") ?? new List<int>();
            return Results.Ok(favourites);
        });

        group.MapPost("/{id:int}", (int id, HttpContext context) =>
        {
            var favourites = context.Session.GetObjectFromJson<List<int>>("Favourites") ?? new List<int>();
            favourites.Add(id);
            context.Session.SetObjectAsJson("Favourites", favourites);
            return Results.NoContent();
        });

        group.MapDelete("/{id:int}", (int id, HttpContext context) =>
        {
            var favourites = context.Session.GetObjectFromJson<List<int>>("Favourites") ?? new List<int>();
            favourites.Remove(id);
            context.Session.SetObjectAsJson("Favourites", favourites);
            return Results.NoContent();
        });
    }
}
