using System.Globalization;
using LeakyShop.Services;

namespace LeakyShop.Api;

public static class StockApi
{
    public static void MapStock(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/stock/{id:int}/wait", async (int id, int milliseconds, HttpContext context, ProductCatalog catalog) =>
        {
            context.Session.SetInt32("WatchedProduct", id);
            var until = DateTime.UtcNow.AddMilliseconds(milliseconds);
            while (catalog.Find(id) == null && DateTime.UtcNow < until)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), context.RequestAborted);
            }

            return Results.Ok(new { inStock = catalog.Find(id) != null });
        });

        routes.MapGet("/api/stock/export", async (HttpContext context, ProductCatalog catalog) =>
        {
            await context.Response.WriteAsync("product;price\n");
            foreach (var product in catalog.Products)
            {
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{product.Name};{product.Price}\n"));
            }

            context.Session.SetString("LastExport", "stock");
        });
    }
}
