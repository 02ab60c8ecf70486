using LeakyShop.Infrastructure;
using LeakyShop.Models;
using LeakyShop.Services;

namespace LeakyShop.Api;

public static class CartApi
{
    public static void MapCart(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/cart", (HttpContext context) =>
        {
            var cart = context.Session.GetObjectFromJson<List<CartLine>>(SessionKeys.Cart) ?? new List<CartLine>();
            return Results.Ok(new { Lines = cart, Total = cart.Sum(line => line.Total) });
        });

        routes.MapPost("/api/cart/{id:int}", (int id, HttpContext context, ProductCatalog catalog) =>
        {
            var product = catalog.Find(id);
            if (product == null)
            {
                return Results.NotFound();
            }

            var cart = context.Session.GetObjectFromJson<List<CartLine>>(SessionKeys.Cart) ?? new List<CartLine>();
            var line = cart.FirstOrDefault(l => l.ProductId == id);
            if (line == null)
            {
                cart.Add(new CartLine { ProductId = product.Id, Name = product.Name, Price = product.Price, Quantity = 1 });
            }
            else
            {
                line.Quantity++;
            }

            context.Session.SetObjectAsJson(SessionKeys.Cart, cart);
            return Results.Ok(new { Added = product.Name });
        });
    }
}
