using LeakyShop.Services;

namespace LeakyShop.Api;

public static class ReceiptsApi
{
    public static void MapReceipts(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/receipts", (string email, HttpContext context) =>
        {
            context.Session.SetString("Email", email);
            context.Session.CommitAsync().Wait();
            return Results.NoContent();
        });

        routes.MapPost("/api/receipts/{order:int}", (int order, HttpContext context, Outbox outbox) =>
        {
            // Customers should not wait for the mail server.
            _ = Task.Run(() => outbox.Send(context.Session.GetString("Email"), $"Your order {order}"));
            return Results.Accepted();
        });
    }
}
