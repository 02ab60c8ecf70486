namespace LeakyShop.Api;

public static class GiftsApi
{
    public static void MapGifts(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/gifts");

        group.MapPost("/{product:int}", (int product, HttpContext context) =>
        {
            context.Session.SetString("GiftProduct", product.ToString());
            context.Session.SetString("GiftWrapping", "paper");
            return Results.NoContent();
        });

        group.MapGet("/", (HttpContext context) => Results.Ok(new
        {
            Product = context.Session.GetInt32("GiftProduct"),
            Wrapping = context.Session.GetString("giftWrapping"),
        }));

        group.MapPost("/card", (string name, HttpContext context) =>
        {
            context.Session.SetString("GiftCard", name);
            return Results.NoContent();
        });

        group.MapGet("/card", (HttpContext context) => Results.Text("For " + context.Session.GetString("GiftCard")!.Trim()));
    }
}
