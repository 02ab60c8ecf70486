using System.Text.Json;

namespace RaceLab.Classics.Wrong;

/// <summary>
/// The list of pills for whoever asks: the answer names the asker's origin as an allowed one, so that a script of any page of the site
/// reads and changes it, and two pills added at once may be one.
/// </summary>
public static class Pharmacy
{
    public static void MapPharmacy(this IEndpointRouteBuilder wrong)
    {
        wrong.MapMethods("/pills", [HttpMethods.Options], (HttpContext context) =>
        {
            AllowWhoeverAsks(context);
            context.Response.Headers.AccessControlAllowHeaders = "Content-Type";
            return TypedResults.NoContent();
        });

        wrong.MapGet("/pills", (HttpContext context) =>
        {
            AllowWhoeverAsks(context);
            return Pills(context.Session);
        });

        wrong.MapPost("/pills", (Pill pill, HttpContext context) =>
        {
            AllowWhoeverAsks(context);
            List<string> pills = Pills(context.Session);
            pills.Add(pill.Name ?? "");
            context.Session.SetString("pill-list", JsonSerializer.Serialize(pills));
            return pills;
        });
    }

    private static void AllowWhoeverAsks(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        context.Response.Headers.AccessControlAllowCredentials = "true";
    }

    private static List<string> Pills(ISession session)
        => session.GetString("pill-list") is { } pills ? JsonSerializer.Deserialize<List<string>>(pills) ?? [] : [];
}
