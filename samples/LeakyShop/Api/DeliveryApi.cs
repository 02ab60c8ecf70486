using System.Globalization;
using LeakyShop.Services;

namespace LeakyShop.Api;

public static class DeliveryApi
{
    public static void MapDelivery(this IEndpointRouteBuilder routes)
    {
        // The carrier is slow: ask for both at once.
        routes.MapPost("/api/delivery", async (string postcode, HttpContext context, CarrierClient carrier) =>
        {
            await Task.WhenAll(
                RememberQuoteAsync(context.Session, carrier, postcode),
                RememberThresholdAsync(context.Session, carrier));
            return Results.NoContent();
        });
    }

    private static async Task RememberQuoteAsync(ISession session, CarrierClient carrier, string postcode)
    {
        var quote = await carrier.GetQuoteAsync(postcode);
        session.SetString("DeliveryQuote", quote.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task RememberThresholdAsync(ISession session, CarrierClient carrier)
    {
        var threshold = await carrier.GetFreeShippingThresholdAsync();
        session.SetString("FreeShippingThreshold", threshold.ToString(CultureInfo.InvariantCulture));
    }
}
